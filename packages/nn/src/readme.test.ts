import { readFileSync } from "node:fs";
import * as tensors from "@mnist/tensor";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { expect, it } from "vitest";
import * as formats from "./formats/index.js";
import * as nn from "./index.js";
import * as optim from "./optim/index.js";

it("the read-me's examples run as written, one after the other", async () => {
  const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const known: Record<string, object> = {
    "@mnist/tensor": tensors,
    "@mnist/nn": nn,
    "@mnist/nn/formats": formats,
    "@mnist/nn/optim": optim,
  };
  for (const [, names = "", from = ""] of blocks.join("\n").matchAll(/^import \{(.*)\} from "(.*)";$/gm)) {
    for (const name of names.split(",").map((each) => each.trim()))
      if (!name.startsWith("type ")) expect(known[from], `${name} of ${from}`).toHaveProperty(name);
  }
  const source = blocks.join("\n").replaceAll(/^import .*;$/gm, "");
  const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.ESNext };
  const lines: unknown[] = [];
  const scope = {
    ...{ ...tensors, ...nn, ...formats, ...optim },
    console: { log: (...values: unknown[]) => lines.push(values.join(" ")) },
  };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const program = transpileModule(`${source}\nreturn { totalParams, weights, onnx };`, { compilerOptions });
  const made = await new AsyncFunction(...Object.keys(scope), program.outputText)(...Object.values(scope));
  expect(made.totalParams).toBe(78_500 + 1010 + 120);
  expect(made.weights.shape).toEqual([100, 784]);
  expect(made.onnx.length).toBeGreaterThan(4 * 79_510);
  expect(lines.join("\n")).toMatch(/\(inner\): Linear[\s\S]*Total params: 79,630/);
});
