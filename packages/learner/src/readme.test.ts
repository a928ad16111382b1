import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as data from "@mnist/data";
import * as nn from "@mnist/nn";
import * as optim from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { expect, it, onTestFinished } from "vitest";
import * as learner from "./index.js";
import * as plot from "./plot/index.js";
import * as sweep from "./sweep/index.js";

/** The examples of the read-me as one program, with fewer pictures and a folder of the test's. */
function program(folder: string): string {
  const text = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  const source = blocks
    .join("\n")
    .replaceAll(/^import .*;$/gm, "")
    .replace("count: 6000", "count: 200")
    .replace("runs/first", folder);
  const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.ESNext };
  return transpileModule(source, { compilerOptions }).outputText;
}

it("the read-me's examples run as written", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "mnist-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  manualSeed(1);
  const lines: unknown[] = [];
  const scope = {
    ...{ ...data, ...nn, ...optim, ...learner, ...plot, ...sweep },
    signal: new AbortController().signal,
    console: { log: (...values: unknown[]) => lines.push(...values) },
  };
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction(...Object.keys(scope), program(folder))(...Object.values(scope));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.some((line) => String(line).includes("most confused"))).toBe(true);
  expect(readdirSync(folder).length).toBe(2);
});
