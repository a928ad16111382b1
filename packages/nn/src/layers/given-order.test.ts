import { ArgumentError, fromData, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { moduleFromJSON } from "../formats/index.js";
import { Linear, type Module, ModuleDict, Sequential } from "../index.js";
import { SGD } from "../optim/index.js";

const linear = (out: number) => new Linear(2, out, { bias: false });
const heads = () =>
  new Map([
    ["10", linear(1)],
    ["2", linear(2)],
    ["a", linear(3)],
    ["0", linear(4)],
  ]);
// list(nn.ModuleDict({"10": …, "2": …, "a": …, "0": …}).state_dict()) in PyTorch
const order = ["10.weight", "2.weight", "a.weight", "0.weight"];

describe.each<[string, () => Module]>([
  ["ModuleDict of a Map", () => new ModuleDict(heads())],
  [
    "ModuleDict, one by one",
    () => [...heads()].reduce((dict, [name, part]) => dict.set(name, part), new ModuleDict()),
  ],
  ["Sequential of a Map", () => new Sequential(heads())],
  ["moduleFromJSON", () => moduleFromJSON(JSON.parse(JSON.stringify(new ModuleDict(heads()))))],
])("%s", (_title, make) => {
  it("keeps names that are numbers in the order in which they came", () => {
    const model = make();
    expect(model.namedParameters().map(([name]) => name)).toEqual(order);
    expect(Object.keys(model.stateDict())).toEqual(order);
    expect(model.namedChildren().map(([name]) => name)).toEqual(["10", "2", "a", "0"]);
    expect(String(model)).toMatch(/\(10\).*\(2\).*\(a\).*\(0\)/s);
  });

  it("hands its state and its optimiser's to another by name and number", () => {
    const [model, other] = [make(), make()];
    other.loadStateDict(model.stateDict());
    expect(Object.values(other.stateDict()).map((each) => each.arraySync())).toEqual(
      Object.values(model.stateDict()).map((each) => each.arraySync()),
    );
    const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
    for (const [i, parameter] of model.parameters().entries())
      parameter.grad = fromData(new Float32Array(parameter.numel()).fill(i), parameter.shape);
    optimizer.step();
    const { tensors } = optimizer.stateDict();
    expect(Object.entries(tensors).map(([name, each]): unknown[] => [name, each.shape[0]])).toEqual(
      [1, 2, 3, 4].map((out, i) => [`${i}.momentum_buffer`, out]),
    );
    new SGD(other.parameters(), { lr: 0.1, momentum: 0.9 }).loadStateDict(optimizer.stateDict());
  });
});

it("a module that takes another's place keeps it", () => {
  const model = new Sequential(
    new Map([
      ["10", linear(2)],
      ["2", linear(2)],
    ]),
  );
  Object.assign(model, { 10: linear(2) });
  expect(model.namedParameters().map(([name]) => name)).toEqual(["10.weight", "2.weight"]);
  const x = fromData(Float32Array.of(1, 2), [1, 2]);
  const parts: Module[] = [...model];
  expect(model(x).arraySync()).toEqual(parts.reduce((each: Tensor, part) => part(each), x).arraySync());
});

it.each<[Record<string, Module>, boolean]>([
  [{ 10: linear(1), 2: linear(2) }, true],
  [{ a: linear(1), 0: linear(2) }, true],
  [{ 1: linear(1), 2: linear(2) }, true],
  [{ 0: linear(1), 1: linear(2) }, false],
  [{ 7: linear(1) }, false],
  [{ "01": linear(1), "-1": linear(2), "1e1": linear(1) }, false],
])("an object whose order cannot be known is refused: %#", (modules, isRefused) => {
  for (const make of [() => new ModuleDict(modules), () => new Sequential(modules)]) {
    if (isRefused) {
      expect(make).toThrow(ArgumentError);
      expect(make).toThrow(
        /: got names .* in an object, which sorts numbers first; expected a Map of modules by name\./,
      );
    } else expect(make().length ?? 0).toBeGreaterThanOrEqual(0);
  }
});
