import { ArgumentError, ones, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Linear, ModuleDict, ModuleList, Parameter, ParameterList, ReLU, Sequential } from "../index.js";

/** Calls that no compiler has seen. */
const unseen = (value: unknown): never => value as never;

describe("what is no module", () => {
  it.each<[string, () => object, string]>([
    ["a number", () => new Sequential(unseen(3)), 'Sequential: got 3 under "0"; expected a module.'],
    ["null", () => new Sequential(new ReLU(), unseen(null)), 'got null under "1"; expected a module.'],
    [
      "a function",
      () =>
        new Sequential(
          new ReLU(),
          unseen((x: Tensor) => x),
        ),
      "Try a class with that as its",
    ],
    ["a list's", () => new ModuleList([unseen(ones([1]))]), 'ModuleList: got a tensor under "0"'],
    ["one appended", () => new ModuleList().append(unseen(1)), 'got 1 under "0"'],
    ["a name's", () => new ModuleDict({ a: unseen("relu") }), 'ModuleDict: got "relu" under "a"'],
    ["one set", () => new ModuleDict().set("a", unseen(undefined)), 'got undefined under "a"'],
    ["a Set", () => new ModuleDict(unseen(new Set())), "expected an object or a Map of modules by name."],
    ["a Map's", () => new ModuleDict(new Map([["a", unseen(1)]])), 'ModuleDict: got 1 under "a"'],
  ])("is refused: %s", (_title, make, message) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

describe("one in several places", () => {
  it("counts in each place of a list", () => {
    const layer = new Linear(1, 1);
    const list = new ModuleList([layer, layer]).append(layer);
    expect([list.length, [...list].length, list.children().length]).toEqual([3, 3, 1]);
    expect(new ModuleDict({ a: layer, b: layer }).keys()).toEqual(["a", "b"]);
  });

  it("leaves a parameter list the others", () => {
    const twice = new Parameter(ones([2]));
    const list = new ParameterList([twice, twice, ones([3])]).append(ones([4]));
    expect(list.length).toBe(4);
    expect([...list].map(({ shape }) => shape)).toEqual([[2], [2], [3], [4]]);
    expect(list.parameters()).toHaveLength(3);
    expect(list.at(-1).shape).toEqual([4]);
  });
});
