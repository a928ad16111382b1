// What an editor shows of the packages as they are installed: words for what one hovers over, and the way to its source.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, inject, it } from "vitest";
import { libraries } from "./packed.js";

const installed = (name: string) => join(inject("consumer"), "node_modules/@mnist", name);
const entry = join(installed("autograd"), "dist/index.d.ts");
const program = ts.createProgram([entry, join(installed("tensor"), "dist/index.d.ts")], {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  types: [],
});
const checker = program.getTypeChecker();

/** The members of a tensor that one may call, with autograd's. */
function methods(): ts.Symbol[] {
  const index = program.getSourceFile(join(installed("tensor"), "dist/index.d.ts"))!;
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(index)!);
  const named = exported.find(({ name }) => name === "Tensor")!;
  const tensor = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(tensor))
    .filter((each) => checker.getTypeOfSymbol(each).getCallSignatures().length > 0);
}

/** Kernels and workers as bytes, made in the build: nothing to read. */
const isMade = (source: string) => /embedded[^/]*\.ts$/.test(source);

describe("in an editor", () => {
  it("every method of a tensor has its words", () => {
    expect(methods().length).toBeGreaterThan(300);
    const bare = methods().filter((each) => each.getDocumentationComment(checker).length === 0);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it("every method of a tensor leads to where it is declared", () => {
    const lost = methods().filter((each) => each.declarations === undefined);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it.each(libraries)("declarations of @mnist/%s lead to sources that are installed with them", (name) => {
    const dist = join(installed(name), "dist");
    const maps = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((each) =>
      each.endsWith(".d.ts.map"),
    );
    expect(maps).not.toHaveLength(0);
    const missing = maps.flatMap((map) => {
      const path = join(dist, map);
      const { sources } = JSON.parse(readFileSync(path, "utf8")) as { sources: string[] };
      return sources.filter((source) => !isMade(source) && !existsSync(join(dirname(path), source)));
    });
    expect(missing).toEqual([]);
  });
});
