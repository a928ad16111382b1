import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, runBlocks } from "../../../tooling/readme/blocks.js";

const modules = {
  "@mnist/autograd": () => import("@mnist/autograd"),
  "@mnist/conformance": () => import("@mnist/conformance"),
  "@mnist/data": () => import("@mnist/data"),
  "@mnist/learner": () => import("@mnist/learner"),
  "@mnist/learner/plot": () => import("@mnist/learner/plot"),
  "@mnist/learner/sweep": () => import("@mnist/learner/sweep"),
  "@mnist/nn": () => import("@mnist/nn"),
  "@mnist/nn/formats": () => import("@mnist/nn/formats"),
  "@mnist/nn/functional": () => import("@mnist/nn/functional"),
  "@mnist/nn/optim": () => import("@mnist/nn/optim"),
  "@mnist/tensor": () => import("@mnist/tensor"),
  "@mnist/tensor/linalg": () => import("@mnist/tensor/linalg"),
  "node:fs/promises": () => import("node:fs/promises"),
};

const workspace = new URL("../../../", import.meta.url);
const readmes = [
  "README.md",
  ...["tensor", "conformance", "autograd", "nn", "data", "learner"].map(
    (name) => `packages/${name}/README.md`,
  ),
];

describe("READMEs do what they say", () => {
  it.each(readmes)("%s", { timeout: 120_000 }, async (path) => {
    const blocks = blocksOf(readFileSync(new URL(path, workspace), "utf8"));
    expect(blocks).not.toHaveLength(0);
    for (const { line, leftOut } of blocks)
      if (leftOut) console.log(`${path}:${line} is left out: ${leftOut}`);
    await runBlocks(blocks, modules);
  });

  it.each([
    ["1 + 1; // 3", "the README says 3, but it is 2"],
    ["const [x] = [[1, 2]]; // [1, 2.1]", "the README says [1, 2.1], but it is [1,2]"],
    ['import { tensor } from "@mnist/tensor";\ntensor([1]); // tensor([2.])', "the README says tensor([2.])"],
    ["console.log(1); // 2", "the README says 2"],
    ['import "nowhere";', "the README imports nowhere, which the test does not know"],
  ])("and are found out where they do not: %s", async (code, message) => {
    await expect(runBlocks([{ line: 1, code, leftOut: null }], modules)).rejects.toThrow(message);
  });
});
