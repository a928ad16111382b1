import { noGrad } from "@mnist/autograd";
import { DataError, manualSeed, randint, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  CrossEntropyLoss,
  crossEntropy,
  Linear,
  loadSafetensors,
  Module,
  Parameter,
  ReLU,
  Sequential,
  saveSafetensors,
} from "./index.js";
import { SGD } from "./optim/index.js";

class Scale extends Module {
  readonly factor = new Parameter(tensor([2]));
  readonly inner = new Linear(3, 3);

  override forward(x: Tensor): Tensor {
    return this.inner(x).mul(this.factor);
  }
}

const network = () => new Sequential(new Linear(4, 5), new ReLU(), new Linear(5, 3));

describe("Module", () => {
  it("is called as a function, and is an instance of its class", () => {
    const scale = new Scale();
    expect(scale(randn([2, 3])).shape).toEqual([2, 3]);
    expect(scale).toBeInstanceOf(Scale);
    expect(scale).toBeInstanceOf(Module);
  });

  it("names parameters as PyTorch does: a module's own first, then its children's", () => {
    expect(new Scale().namedParameters().map(([name]) => name)).toEqual([
      "factor",
      "inner.weight",
      "inner.bias",
    ]);
    expect(Object.keys(network().stateDict())).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(network().numParameters()).toBe(4 * 5 + 5 + 5 * 3 + 3);
  });

  it("prints as PyTorch does", () => {
    expect(String(network())).toBe(
      "Sequential(\n  (0): Linear(inFeatures=4, outFeatures=5, bias=true)\n  (1): ReLU()\n  (2): Linear(inFeatures=5, outFeatures=3, bias=true)\n)",
    );
  });

  it("loads what another saved, and says which names differ", () => {
    const [a, b] = [network(), network()];
    const x = randn([2, 4]);
    b.loadStateDict(a.stateDict());
    expect(b(x).dataSync()).toEqual(a(x).dataSync());
    expect(() => b.loadStateDict({ weight: tensor([1]) })).toThrow(/missing: 0.weight.*unexpected: weight/);
    expect(() => b.loadStateDict({ ...a.stateDict(), "0.bias": tensor([1]) })).toThrow(
      /0.bias of shape \[1\].*\[5\]/,
    );
  });

  it("runs hooks, and stops when they are removed", () => {
    const layer = new ReLU();
    const remove = layer.registerForwardHook((_module, _inputs, output) => output.add(1));
    expect(layer(tensor([-1, 2])).arraySync()).toEqual([1, 3]);
    remove();
    expect(layer(tensor([-1, 2])).arraySync()).toEqual([0, 2]);
  });

  it("switches all below between training and use", () => {
    const model = network().eval();
    expect(model.modules().some((module) => module.training)).toBe(false);
  });
});

describe("Linear", () => {
  it("draws PyTorch's weights: torch.manual_seed(42); nn.Linear(3, 2)", () => {
    manualSeed(42);
    const { weight, bias } = new Linear(3, 2);
    const expected = [
      0.4414065182209015, 0.47920528054237366, -0.1352572739124298, 0.5303604602813721, -0.1264995038509369,
      0.11650390923023224,
    ];
    expected.forEach((value, i) => {
      expect(weight.dataSync()[i]).toBeCloseTo(value, 6);
    });
    expect(bias!.dataSync()[0]).toBeCloseTo(-0.28108587861061096, 6);
    expect(bias!.dataSync()[1]).toBeCloseTo(0.3390677869319916, 6);
  });
});

describe("crossEntropy", () => {
  it("is −ln softmax at the target", () => {
    const loss = crossEntropy(tensor([[1, 2, 3]]), tensor([2], { dtype: "int32" }));
    expect(loss.itemSync()).toBeCloseTo(0.40760597586631775, 6); // torch.nn.functional.cross_entropy
    expect(new CrossEntropyLoss()(tensor([[1e4, 0]]), tensor([1], { dtype: "int32" })).itemSync()).toBe(1e4);
  });

  it("refuses targets that are no class indices", () => {
    expect(() => crossEntropy(randn([2, 3]), tensor([0, 1]))).toThrow(/class indices/);
    expect(() => crossEntropy(randn([2, 3]), randint(3, [3]))).toThrow(/\[batch\]/);
  });
});

describe("SGD", () => {
  it("goes against the gradient, at the rate its group has now", () => {
    const parameter = new Parameter(tensor([1, 2]));
    const optimizer = new SGD([parameter], { lr: 0.1 });
    parameter.square().sum().backward();
    optimizer.step();
    expect(parameter.dataSync()).toEqual(new Float32Array([0.8, 1.6]));
    optimizer.paramGroups[0]!.lr = 0.5;
    optimizer.step();
    expect(parameter.dataSync()[0]).toBeCloseTo(-0.2, 6);
    optimizer.zeroGrad();
    expect(parameter.grad).toBeNull();
  });
});

describe("safetensors", () => {
  it("comes back as it went", async () => {
    const tensors = {
      a: randn([2, 3]),
      b: tensor([true, false]),
      c: randint(9, [4]),
      d: randn([0, 2], { dtype: "float64" }),
    };
    const { tensors: read, metadata } = loadSafetensors(await saveSafetensors(tensors, { made: "here" }));
    expect(metadata).toEqual({ made: "here" });
    for (const [name, value] of Object.entries(tensors)) {
      expect(read[name]!.dtype).toBe(value.dtype);
      expect(read[name]!.shape).toEqual(value.shape);
      expect(read[name]!.dataSync()).toEqual(value.dataSync());
    }
  });

  it("reads from the middle of a larger buffer", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(
      noGrad(() => loadSafetensors(larger.subarray(3, 3 + bytes.length)).tensors.a!.arraySync()),
    ).toEqual([1, 2, 3]);
  });

  it("refuses every cut and every lying header with a DataError", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => loadSafetensors(bytes.slice(0, length), "cut")).toThrow(DataError);
    }
    const lying = bytes.slice();
    new DataView(lying.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(() => loadSafetensors(lying, "lying")).toThrow(/lying: got a header of/);
  });
});
