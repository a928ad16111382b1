import { noGrad } from "@mnist/autograd";
import { manualSeed, randn, type Tensor, tensor, zeros } from "@mnist/tensor";
import { beforeEach, describe, expect, it } from "vitest";
import { Flatten, Linear, Module, ModuleDict, ModuleList, Parameter, ReLU, Sequential } from "./index.js";
import { SGD } from "./optim/index.js";

class Counter extends Module {
  readonly inner = new Linear(2, 2);
  readonly scale = new Parameter(tensor([3]));
  declare readonly seenRows: Tensor;

  constructor() {
    super();
    this.registerBuffer("seenRows", zeros([]), { savedAs: "seen_rows" });
    this.registerBuffer("scratch", zeros([1]), { persistent: false });
  }

  override forward(x: Tensor): Tensor {
    noGrad(() => this.seenRows.add_(x.shape[0]!));
    return this.inner(x).mul(this.scale);
  }
}

beforeEach(() => void manualSeed(1));

describe("Module", () => {
  it("is called as a function", () => {
    const model = new Counter();
    expect(model).toBeInstanceOf(Module);
    expect(typeof model).toBe("function");
    expect(model(randn([4, 2])).shape).toEqual([4, 2]);
    expect(model.seenRows.itemSync()).toBe(4);
  });

  it("names parameters and buffers as PyTorch does: its own, then its children's", () => {
    const model = new Sequential(new Counter(), new ReLU());
    const names = ["0.scale", "0.inner.weight", "0.inner.bias"];
    expect(model.namedParameters().map(([name]) => name)).toEqual(names);
    expect(model.namedBuffers().map(([name]) => name)).toEqual(["0.seen_rows", "0.scratch"]);
    expect(Object.keys(model.stateDict())).toEqual([
      "0.scale",
      "0.seen_rows",
      "0.inner.weight",
      "0.inner.bias",
    ]);
    expect(model.namedModules().map(([name]) => name)).toEqual(["", "0", "0.inner", "1"]);
    expect(model.numParameters()).toBe(7);
  });

  it("counts a shared parameter once, and saves it under both names", () => {
    const layer = new Linear(2, 2, { bias: false });
    const model = new Sequential(layer, layer);
    expect(model.parameters()).toHaveLength(1);
    expect(Object.keys(model.stateDict())).toEqual(["0.weight", "1.weight"]);
  });

  it("loads what another saved", () => {
    const [from, to] = [new Counter(), new Counter()];
    from(randn([3, 2]));
    to.loadStateDict(from.stateDict());
    expect(to.seenRows.itemSync()).toBe(3);
    expect(to.inner.weight.arraySync()).toEqual(from.inner.weight.arraySync());
    expect(to.inner.weight.requiresGrad).toBe(true);
  });

  it("changes nothing where a state does not fit, and says why", () => {
    const model = new Linear(2, 2);
    const before = model.weight.arraySync();
    expect(() => model.loadStateDict({ weight: zeros([2, 2]), extra: zeros([1]) })).toThrow(
      "loadStateDict: got missing: bias; unexpected: extra; expected the model's own names.",
    );
    expect(() => model.loadStateDict({ weight: zeros([2, 2]), bias: zeros([3]) })).toThrow(
      "loadStateDict: got bias of shape [3]; expected [2].",
    );
    expect(model.weight.arraySync()).toEqual(before);
    const difference = model.loadStateDict({ bias: zeros([2]) }, { strict: false });
    expect(difference).toEqual({ missingKeys: ["weight"], unexpectedKeys: [] });
    expect(model.bias?.arraySync()).toEqual([0, 0]);
  });

  it("runs hooks around a call until they are removed", () => {
    const layer = new Linear(2, 2);
    const removeBefore = layer.registerForwardPreHook((_, [x]) => [x!.mul(0)]);
    const removeAfter = layer.registerForwardHook((_module, _inputs, output) => output.add(10));
    const x = randn([1, 2]);
    const hooked = layer(x).sub(layer.bias!).arraySync() as number[][];
    for (const value of hooked[0]!) expect(value).toBeCloseTo(10, 5);
    removeBefore();
    removeAfter();
    expect(layer(x).arraySync()).toEqual(layer.forward(x).arraySync());
  });

  it("switches all of itself between training and use", () => {
    const model = new Sequential(new Counter(), new ReLU());
    model.eval();
    expect(model.modules().map((module) => module.training)).toEqual([false, false, false, false]);
    model.train();
    expect(model[0]?.training).toBe(true);
  });

  it("keeps its parameters when it is converted, so that an optimiser made before goes on", () => {
    const model = new Linear(2, 1);
    const optimizer = new SGD(model.parameters(), { lr: 0.5 });
    model.to("float64");
    const before = model.weight.dataSync();
    model(randn([4, 2], { dtype: "float64" }))
      .sum()
      .backward();
    optimizer.step();
    expect(model.weight.dtype).toBe("float64");
    expect(model.weight.dataSync()).not.toEqual(before);
    optimizer.zeroGrad();
    expect(model.weight.grad).toBeNull();
  });

  it("freezes its parameters and thaws them", () => {
    const model = new Linear(2, 1).requiresGrad_(false);
    expect(model(randn([4, 2])).requiresGrad).toBe(false);
    expect(model.requiresGrad_()(randn([4, 2])).requiresGrad).toBe(true);
  });

  it("visits every module, children first", () => {
    const seen: string[] = [];
    new Sequential(new ReLU(), new Sequential(new Flatten())).apply((module) => {
      seen.push(module.constructor.name);
    });
    expect(seen).toEqual(["ReLU", "Flatten", "Sequential", "Sequential"]);
  });

  it("prints as in PyTorch", () => {
    const model = new Sequential({
      flat: new Flatten(),
      layers: new ModuleList([new Linear(4, 2, { bias: false })]),
    });
    expect(String(model)).toBe(
      [
        "Sequential(",
        "  (flat): Flatten(start_dim=1, end_dim=-1)",
        "  (layers): ModuleList(",
        "    (0): Linear(in_features=4, out_features=2, bias=False)",
        "  )",
        ")",
      ].join("\n"),
    );
  });

  it("answers its architecture as JSON", () => {
    const model = new Sequential(new Linear(4, 2), new Linear(2, 2, { bias: false }), new ReLU());
    expect(JSON.parse(JSON.stringify(model))).toEqual({
      type: "Sequential",
      settings: {},
      modules: {
        0: { type: "Linear", settings: { inFeatures: 4, outFeatures: 2 }, modules: {} },
        1: { type: "Linear", settings: { inFeatures: 2, outFeatures: 2, bias: null }, modules: {} },
        2: { type: "ReLU", settings: {}, modules: {} },
      },
    });
  });
});

describe("containers", () => {
  it("hold modules by position or name", () => {
    const model = new Sequential(new Linear(3, 2), new ReLU());
    expect([model.length, model[1], model.at(-1), [...model].length]).toEqual([2, model.at(1), model[1], 2]);
    const list = new ModuleList([new ReLU()]).append(new Flatten());
    expect(list.length).toBe(2);
    const dictionary = new ModuleDict({ first: new ReLU() }).set("second", new Flatten());
    expect(dictionary.keys()).toEqual(["first", "second"]);
    expect(dictionary.get("first")).toBeInstanceOf(ReLU);
    expect(dictionary.has("third")).toBe(false);
  });

  it("say what is wrong with a name or a call", () => {
    expect(() => new Sequential({ forward: new ReLU() })).toThrow(
      'Sequential: got a module named "forward"; expected a new name',
    );
    expect(() => new ModuleDict().get("a")).toThrow('ModuleDict: got "a"; expected one of no names');
    expect(() => new ModuleList()(zeros([1]))).toThrow("Try Sequential");
  });

  it("Sequential calls its modules one after the other", () => {
    const model = new Sequential(new Linear(3, 2), new ReLU());
    const x = randn([4, 3]);
    expect(model(x).arraySync()).toEqual(model.at(0)!(x).relu().arraySync());
  });
});
