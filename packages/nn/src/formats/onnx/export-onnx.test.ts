import {
  arange,
  avgPool2d,
  cat,
  conv1d,
  conv2d,
  flip,
  manualSeed,
  maxPool2d,
  randint,
  randn,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@mnist/tensor";
import { beforeEach, describe, expect, it } from "vitest";
import * as nn from "../../index.js";
import { readGolden, type StoredTensor, toOptions, toState, toTensor } from "../../testing/golden.js";
import { Custom, expectSame, onnxModel } from "../../testing/onnx.js";
import { exportOnnx, type OnnxOptions } from "./export-onnx.js";

interface LayerCase {
  readonly layer: string;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly state: Readonly<Record<string, StoredTensor>>;
  readonly buffers: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredTensor[];
}

type LayerClass = new (...settings: unknown[]) => nn.Module;

beforeEach(() => void manualSeed(7));

describe("onnxruntime computes what the layer does", () => {
  const cases = readGolden<LayerCase>("layers");
  it.each(cases.map((each) => [each.text, each] as const))("%s", async (_text, golden) => {
    const Layer = Reflect.get(nn, golden.layer) as LayerClass;
    const settings = Object.keys(golden.options).length > 0 ? [toOptions(golden.options)] : [];
    const layer = new Layer(...golden.positional, ...settings);
    layer.loadStateDict(toState({ ...golden.state, ...golden.buffers }));
    await expectSame(layer, golden.inputs.map(toTensor));
  });
});

interface ModuleCase extends Omit<LayerCase, "layer" | "inputs"> {
  readonly module: string;
  readonly call: Readonly<Record<string, unknown>>;
  readonly inputs: readonly unknown[];
}

describe("onnxruntime computes what a layer of several inputs does", () => {
  const isStored = (input: unknown): input is StoredTensor =>
    typeof input === "object" && input !== null && "shape" in input;
  const cases = readGolden<ModuleCase>("modules").filter(
    ({ text, inputs, module, call }) =>
      text !== null && inputs.every(isStored) && module !== "EmbeddingBag" && Object.keys(call).length === 0,
  );
  it.each(cases.map((each, i) => [`${each.module} ${i}`, each] as const))("%s", async (_name, golden) => {
    const Layer = Reflect.get(nn, golden.module) as LayerClass;
    const settings = Object.keys(golden.options).length > 0 ? [toOptions(golden.options)] : [];
    const layer = new Layer(...golden.positional, ...settings);
    layer.loadStateDict(toState(golden.state));
    const first = new Custom((...given) => [layer.eval()(...given)].flat()[0]!, layer);
    const inputs = golden.inputs.filter(isStored).map(toTensor);
    // The first axis is not always the batch.
    await expectSame(first, inputs, inputs, { dynamicBatch: false });
  });
});

describe("a forward of one's own", () => {
  const x = () => randn([4, 3, 6]);
  const forwards: Record<string, (x: Tensor) => Tensor> = {
    arithmetic: (x) => x.add(1).mul(x).sub(x.div(3)).neg().abs().pow(2).sqrt().reciprocal(),
    exponentials: (x) => x.exp().add(x.expm1()).add(x.square().log1p()).add(x.abs().add(1).log()),
    trigonometry: (x) => x.sin().add(x.cos()).add(x.tan()).add(x.atan()).add(x.tanh()).add(x.erf()),
    logarithms: (x) => x.abs().add(0.5).log2().add(x.abs().add(0.5).log10()).add(x.softplus()),
    "arcs of angles": (x) => x.tanh().asin().add(x.tanh().acos()).add(x.erfc()),
    hyperbolas: (x) =>
      x.sinh().add(x.cosh()).add(x.asinh()).add(x.abs().add(1.5).acosh()).add(x.sigmoid().atanh()),
    "what is left of a division": (x) => x.fmod(0.7),
    rounding: (x) => x.floor().add(x.ceil()).add(x.round()).add(x.trunc()).add(x.sign()),
    remainder: (x) => x.remainder(0.7),
    comparisons: (x) => where(x.gt(0), x, x.mul(0.1)).add(where(x.ne(x).eq(x.le(-9)), 1, x)),
    "booleans to numbers": (x) => x.ge(0).to("int32").sum(1),
    extremes: (x) =>
      x
        .maximum(0.2)
        .minimum(1)
        .add(x.amax(2, true))
        .sub(x.amin([1, 2], true)),
    reductions: (x) => x.mean(2).add(x.var(2)).add(x.prod(2)).add(x.logsumexp(2)),
    positions: (x) => x.argmax(2).add(x.argmin(2)),
    sorting: (x) => x.sort(2).values,
    "running sums": (x) => x.cumsum(1),
    movement: (x) => x.transpose(1, 2).reshape([-1, 2, 9]).unsqueeze(1).squeeze(1).flatten(1),
    slices: (x) =>
      cat(
        [x.narrow(2, 1, 4), x.select(1, 0).unsqueeze(1).narrow(2, 0, 4), flip(x, [1, 2]).narrow(2, 2, 4)],
        1,
      ),
    windows: (x) => x.unfold(2, 3, 2).sum(-1),
    stacking: (x) => stack([x, x.mul(2)], 1),
    expansion: (x) => arange(6).float().expand(x.shape).mul(x),
    "a weight of its own": (x) => x.matmul(tensor([1, 2, 3, 4, 5, 6])),
    attention: (x) => x.matmul(x.transpose(1, 2)).div(6).softmax(-1).matmul(x),
    "zeros like the batch": (x) => cat([x, zeros([x.shape[0]!, 1, 6])], 1),
    "the size of the batch": (x) => x.sum([0, 1]).div(x.shape[0]!).mul(x),
    "the batch's own mean": (x) => x.sub(x.mean(0)),
    nothing: (x) => x,
    "what has no part in it": () => zeros([1]).add(1),
  };

  it.each(Object.entries(forwards))("%s", async (_name, forward) => {
    await expectSame(new Custom(forward), [x()]);
  });

  it("goes between layers, which stay whole", async () => {
    const layers = new nn.Sequential(new nn.Linear(6, 6), new nn.ReLU());
    const model = new Custom((input) => layers(input).add(input), layers);
    await expectSame(model, [randn([4, 6])], [zeros([1, 6])]);
  });

  it("sees hooks", async () => {
    const layer = new nn.Linear(6, 2);
    layer.registerForwardHook((_module, _inputs, output) => output.mul(2));
    await expectSame(new nn.Sequential(layer), [randn([4, 6])]);
  });

  it("takes convolutions and pooling outside of layers", async () => {
    const [weight, taps] = [randn([4, 1, 3, 2]), randn([2, 8, 3])];
    const model = new Custom((x) => {
      const seen = conv2d(x, weight, null, { stride: [1, 2], padding: [1, 0], groups: 2 });
      const largest = maxPool2d(seen, 3, { stride: 2, padding: 1 });
      return conv1d(avgPool2d(largest, 2, { stride: 1 }).flatten(1, 2), taps, null, { padding: "same" });
    });
    await expectSame(model, [randn([3, 2, 5, 11])], [zeros([1, 2, 5, 11])]);
  });

  it("takes several inputs", async () => {
    const model = new Custom((a, b) => a.mul(b.float()));
    await expectSame(model, [randn([4, 6]), randint(9, [4, 1])]);
  });

  it("keeps a layer that two places share once", async () => {
    const layer = new nn.Linear(3, 3);
    await expectSame(new nn.Sequential(layer, new nn.Tanh(), layer), [randn([5, 3])]);
  });
});

describe("settings that ONNX has no word for", () => {
  it.each([{ threshold: 0.5 }, { threshold: -1, beta: 2 }, { beta: 0.5 }, {}])(
    "Softplus %o",
    async (options) => {
      await expectSame(new nn.Sequential(new nn.Softplus(options)), [randn([5, 6, 7]).mul(20)]);
    },
  );

  it("Embedding's largest norm, to which it shortens its rows as they are looked up", async () => {
    const layer = new nn.Embedding(10, 4, { maxNorm: 0.5, normType: 3 });
    await expectSame(
      new nn.Sequential(layer),
      [arange(10).reshape(5, 2)],
      [tensor([[3, 4]], { dtype: "int32" })],
    );
  });
});

describe("whole networks", () => {
  it("with convolutions, at another batch size than the example's", async () => {
    const model = new nn.Sequential(
      new nn.Conv2d(1, 4, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(4),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(4, 8, 3, { stride: 2 }),
      new nn.GroupNorm(2, 8),
      new nn.GELU(),
      new nn.Dropout(0.5),
      new nn.AdaptiveAvgPool2d(1),
      new nn.Flatten(),
      new nn.Linear(8, 10),
      new nn.LogSoftmax(1),
    );
    model(randn([16, 1, 12, 12]));
    await expectSame(model, [randn([7, 1, 12, 12])], [zeros([1, 1, 12, 12])]);
    expect(model[7]!.training).toBe(false);
  });

  it("leave training mode and gradients as they were", async () => {
    const model = new nn.Sequential(new nn.Linear(3, 2), new nn.Dropout());
    model[0]!.eval();
    await exportOnnx(model, [1, 3]);
    expect(model.modules().map(({ training }) => training)).toEqual([true, false, true]);
    expect(Object.hasOwn(model, "forward")).toBe(false);
    expect(model.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
  });

  it("keep the parameters' names and the metadata, and name the batch", async () => {
    const model = new nn.Sequential(new nn.Linear(3, 2), new nn.ReLU());
    const bytes = await exportOnnx(model, [1, 3], {
      metadata: { classes: "no,yes" },
      inputNames: ["pixels"],
    });
    const text = new TextDecoder("latin1").decode(bytes);
    for (const name of ["0.weight", "0.bias", "0.Gemm", "pixels", "output", "batch", "classes", "no,yes"])
      expect(text).toContain(name);
  });
});

describe("exportOnnx says what it cannot do", () => {
  const refusal = (forward: (x: Tensor) => Tensor, options: OnnxOptions = {}) =>
    expect(exportOnnx(new Custom(forward), [1, 3], options)).rejects;

  it.each([
    ["changes in place", (x: Tensor) => x.mul(1).add_(1), "got a change in place in the model"],
    ["reads a value", (x: Tensor) => (x.sum().itemSync() > 0 ? x : x.neg()), "got a value that is read"],
    [
      "draws numbers",
      (x: Tensor) => x.add(randn([3])),
      "got random in the model; expected operations that ONNX has",
    ],
    [
      "does other things for other batches",
      (x: Tensor) => (x.shape[0]! > 2 ? x.neg() : x),
      "got other operations for a batch of 3",
    ],
    [
      "lists its batch",
      (x: Tensor) => arange(x.shape[0]!).float().unsqueeze(1).mul(x),
      "a tensor that depends on the batch",
    ],
  ])("where a forward %s", async (_what, forward, words) => {
    await refusal(forward).toThrow(words);
  });

  it.each([
    [new nn.LSTM(4, 3), "got a model that answers a list of 2; expected one whose forward answers a tensor"],
    [new nn.GRU(4, 3), "got a model that answers a list of 2"],
  ])("where a model answers several: %s", async (model, words) => {
    await expect(exportOnnx(model as unknown as nn.Module, [2, 3, 4])).rejects.toThrow(words);
  });

  it.each<[OnnxOptions, string]>([
    [{ inputNames: ["weight"] }, 'got the name "weight" twice'],
    [{ outputName: "bias" }, 'got the name "bias" twice'],
    [{ inputNames: ["x"], outputName: "x" }, 'got the name "x" twice; expected inputs, the output'],
    [{ inputNames: [""] }, "got an empty name"],
    [{ outputName: "" }, "got an empty name"],
  ])("where names are not told apart: %j", async (options, words) => {
    await expect(exportOnnx(new nn.Linear(4, 3), [2, 4], options)).rejects.toThrow(words);
  });

  it("but numbers its own names where a parameter is called so", async () => {
    class Plain extends nn.Module {
      readonly input = new nn.Parameter(randn([3]));
      readonly output = new nn.Parameter(randn([3]));

      override forward(x: Tensor): Tensor {
        return x.mul(this.input).add(this.output);
      }
    }
    await expectSame(new Plain(), [randn([2, 3])]);
  });

  it("where metadata is no text", async () => {
    const metadata = { epochs: 5 } as unknown as Record<string, string>;
    await refusal((x) => x.neg(), { metadata }).toThrow("exportOnnx: got number as metadata epochs");
  });

  it("but does it for one size of batch", async () => {
    const model = new Custom((x) => x.mul(arange(x.shape[0]!).float().unsqueeze(1)));
    const run = await onnxModel(await exportOnnx(model, [2, 3], { dynamicBatch: false }));
    expect(
      (
        await run(
          tensor([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        )
      ).arraySync(),
    ).toEqual([
      [0, 0, 0],
      [4, 5, 6],
    ]);
  });
});
