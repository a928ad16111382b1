import { readdirSync, readFileSync } from "node:fs";
import * as tensor from "@mnist/tensor";
import { manualSeed } from "@mnist/tensor";
import { beforeEach, describe, it } from "vitest";
import { type Block, runBlocks } from "../../../tooling/readme/blocks.js";

const folder = new URL("../../../packages/tensor/src/", import.meta.url);
const modules = { "@mnist/tensor": () => Promise.resolve(tensor) };

/** The examples in a file's docstrings, with imports of what they name. */
function examplesOf(path: string): Block[] {
  const text = readFileSync(new URL(path, folder), "utf8");
  return [...text.matchAll(/ \* @example\n((?: \* .*\n)+?) \*\//g)].map(({ 1: lines, index }) => {
    const code = lines!.replaceAll(/^ \* /gm, "");
    const named = Object.keys(tensor).filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(code));
    const line = text.slice(0, index).split("\n").length + 1;
    return { line, code: `import { ${named.join(", ")} } from "@mnist/tensor";\n${code}`, leftOut: null };
  });
}

beforeEach(() => void manualSeed(1));

describe("examples in docstrings of @mnist/tensor come to what they say", () => {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /^(composite\/.*|create)\.ts$/.test(path),
  );
  for (const path of paths) {
    for (const block of examplesOf(path)) it(`${path}:${block.line}`, () => runBlocks([block], modules));
  }
});
