import { readdirSync, readFileSync } from "node:fs";
import * as autograd from "@mnist/autograd";
import * as data from "@mnist/data";
import * as nn from "@mnist/nn";
import * as functional from "@mnist/nn/functional";
import * as optim from "@mnist/nn/optim";
import * as tensor from "@mnist/tensor";
import { manualSeed } from "@mnist/tensor";
import { beforeEach, describe, it } from "vitest";
import { type Block, runBlocks } from "../../../tooling/readme/blocks.js";

const libraries = {
  "@mnist/tensor": tensor,
  "@mnist/autograd": autograd,
  "@mnist/data": data,
  "@mnist/nn": nn,
  "@mnist/nn/functional": functional,
  "@mnist/nn/optim": optim,
};
const modules = Object.fromEntries(
  Object.entries(libraries).map(([name, library]) => [name, () => Promise.resolve(library)]),
);

/** Which files' examples run: those that need nothing but a processor. */
const places = {
  tensor: /^(composite\/.*|create)\.ts$/,
  autograd: /^[^/]*\.ts$/,
  data: /^(datasets|samplers|strokes|transforms)\/.*\.ts$|^data-loader\.ts$/,
  nn: /^(functional|layers|losses|optim|schedulers|inspect)\/.*\.ts$/,
};

/** The imports of what an example names, from its own package where two have a name. */
function importsOf(code: string, own: string): string {
  const taken = new Set<string>();
  const ordered = Object.entries(libraries).sort(
    ([left], [right]) => Number(right === own) - Number(left === own),
  );
  const lines = ordered.map(([library, { ...names }]) => {
    const named = Object.keys(names).filter(
      (name) => !taken.has(name) && new RegExp(`(?<![.\\w])${name}\\b`).test(code),
    );
    for (const name of named) taken.add(name);
    return `import { ${named.join(", ")} } from "${library}";`;
  });
  return lines.join("\n");
}

/** The examples in a file's docstrings. */
function examplesOf(path: URL, own: string): Block[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/ \* @example\n((?: \* .*\n)+?) \*\//g)].map(({ 1: lines, index }) => {
    const code = lines!.replaceAll(/^ \* /gm, "");
    const line = text.slice(0, index).split("\n").length + 1;
    return { line, code: `${importsOf(code, own)}\n${code}`, leftOut: null };
  });
}

beforeEach(() => void manualSeed(1));

describe.each(Object.entries(places))(
  "examples in docstrings of @mnist/%s come to what they say",
  (name, place) => {
    const folder = new URL(`../../../packages/${name}/src/`, import.meta.url);
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const path of paths.filter((each) => place.test(each) && !each.endsWith(".test.ts"))) {
      const own = path.startsWith("functional/") ? "@mnist/nn/functional" : `@mnist/${name}`;
      for (const block of examplesOf(new URL(path, folder), own))
        it(`${path}:${block.line}`, () => runBlocks([block], modules));
    }
  },
);
