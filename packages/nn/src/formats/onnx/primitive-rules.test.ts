import {
  ArgumentError,
  type DType,
  digamma,
  entr,
  erfinv,
  fromData,
  gather,
  manualSeed,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
} from "@mnist/tensor";
import { dispatch, type Pointwise, pointwise, primitives } from "@mnist/tensor/internal";
import * as linalg from "@mnist/tensor/linalg";
import { beforeEach, describe, expect, it } from "vitest";
import { LayerNorm } from "../../layers/normalization.js";
import { Custom, expectSame, onnxModel } from "../../testing/onnx.js";
import { exportOnnx } from "./export-onnx.js";
import { primitiveRules } from "./primitive-rules.js";

beforeEach(() => void manualSeed(9));

const rows: readonly Pointwise[] = Object.values(pointwise).filter(
  ({ name }) => primitiveRules[name] !== null,
);

describe("onnxruntime computes what the pointwise row does", () => {
  const floats = rows.filter(({ name }) => !name.startsWith("bitwise"));
  it.each(floats.map((row) => [row.name, row] as const))("%s of floats", async (_name, row) => {
    const [low, high] = row.samples;
    const inputs = Array.from({ length: row.arity }, () =>
      rand([5, 4])
        .mul(high - low)
        .add(low),
    );
    await expectSame(new Custom((...given) => dispatch(row, given, {})), inputs);
  });

  const whole = [
    "neg",
    "abs",
    "sign",
    "square",
    "floor",
    "ceil",
    "round",
    "trunc",
    "relu",
    "add",
    "sub",
    "mul",
    "div",
    "remainder",
    "fmod",
    "floorDivide",
    "maximum",
    "minimum",
    "clampMin",
    "clampMax",
    "eq",
    "lt",
    "ge",
    "where",
    "sqrt",
  ] as const;
  it.each(whole)("%s of integers", async (name) => {
    const row = pointwise[name];
    const numbers = [7, -7, 3, -3, 8, -1, 2, 5];
    const [x, y] = [numbers, numbers.toReversed()].map((each) =>
      column(name === "sqrt" ? each.map(Math.abs) : each, "int32"),
    );
    const inputs = [x!, y!, y!.mul(2)].slice(0, row.arity);
    await expectSame(new Custom((...given) => dispatch(row, given, {})), inputs);
  });

  const truths = ["bitwiseAnd", "bitwiseOr", "bitwiseXor", "mul", "maximum", "minimum", "eq", "ne"] as const;
  it.each(truths)("%s of truths", async (name) => {
    const inputs = [column([0, 0, 1, 1], "bool"), column([0, 1, 0, 1], "bool")];
    await expectSame(new Custom((...given) => dispatch(pointwise[name], given, {})), inputs);
  });
});

/** Rows of one value each. */
function column(values: readonly number[], dtype: DType): Tensor {
  return fromData(values, [values.length, 1], { dtype });
}

describe("onnxruntime computes what the primitive does", () => {
  const index = () => randint(3, [4, 2]);
  const shape = { low: [0, 1, -1], high: [0, 0, 2], interior: [0, 0, 0], value: -2 };
  const cases: Record<string, [(...inputs: Tensor[]) => Tensor, ...Tensor[]]> = {
    gather: [(x, at) => gather(x, 1, at), randn([4, 3]), index()],
    scatterAdd: [(x, at, source) => x.scatterAdd(1, at, source), randn([4, 3]), index(), randn([4, 2])],
    pad: [(x) => dispatch(primitives.pad, [x], shape), randn([2, 3, 4])],
    "padding all around": [
      (x) => dispatch(primitives.pad, [x], { ...shape, low: [0, 2, 2] }),
      randn([2, 3, 4]),
    ],
    "argsort downwards": [(x) => x.argsort(1, true), randn([4, 5])],
    "argmax with its axis kept": [(x) => x.argmax(1, true), randn([4, 5])],
    "a sum of truths": [(x) => x.gt(0).sum(1), randn([4, 5])],
    "truths added": [(x) => x.gt(0).add(x.lt(1)), randn([4, 5])],
    "a sum over nothing": [(x) => x.sum([]), randn([4, 5])],
    "every second from the third": [(x) => x.slice(1, 2, 9, 2), randn([4, 9])],
    "backwards twice": [(x) => x.flip([1]).flip([1, 2]), randn([4, 3, 2])],
    "windows apart": [
      (x) => dispatch(primitives.unfold, [x], { dim: 1, size: 2, step: 3, dilation: 2 }),
      randn([4, 9, 2]),
    ],
    "numbers of two types": [(x) => x.mul(tensor([1, 2, 3], { dtype: "int32" })), randn([4, 3])],
  };

  it.each(Object.entries(cases))("%s", async (_name, [compute, ...inputs]) => {
    await expectSame(new Custom(compute), inputs);
  });
});

describe("onnxruntime computes the same of tiny, huge and infinite numbers and NaN", () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const edges = [0, 1e-30, -1e-30, 5e-8, -5e-8, 0.3, -0.7, 1, -0.999, 30, -30, 1e30, -1e30, nan];
  const ends = [infinity, -infinity];
  // The values of either operand, as PyTorch has 9 and 0.1 of 1 / 0.1, and ∞ less what is left of it is NaN.
  const quotients = [1, -1, 0.3, -0.7, 7, -7, 6, 1e-3, 0];
  const cases: Record<string, [(x: Tensor, y: Tensor) => Tensor, readonly number[], (readonly number[])?]> = {
    sign: [(x) => x.sign(), [...edges, ...ends]],
    expm1: [(x) => x.expm1(), [...edges, ...ends]],
    log1p: [(x) => x.log1p(), [...edges, -1, ...ends]],
    hypot: [(x, y) => x.hypot(y), [...edges, ...ends], [0, 1, 1e30, 1e-30]],
    remainder: [(x, y) => x.remainder(y), [...quotients, ...ends, nan], [0.1, -0.1, 2, -2, infinity, nan]],
    floorDivide: [(x, y) => x.floorDivide(y), [...quotients, ...ends, nan], [0.1, -0.1, 2, -2, 0, infinity]],
    "bytes of floats": [(x) => x.to("uint8"), [0.5, 3.9, -1, -1.9, 255, 256, 300]],
    "a row of one": [(x) => new LayerNorm(1)(x), [1, -2, 3]],
    "a number beside infinities": [(x) => x.trunc(), [...ends, nan, -2.5, 2.5]],
  };

  it.each(Object.entries(cases))("%s", async (_name, [compute, left, right = [1]]) => {
    const pairs = left.flatMap((x) => right.map((y) => [x, y] as const));
    const inputs = [0, 1].map((side) =>
      column(
        pairs.map((pair) => pair[side]!),
        "float32",
      ),
    ) as [Tensor, Tensor];
    const run = await onnxModel(await exportOnnx(new Custom((x, y = x) => compute(x!, y)), inputs));
    const [got, wanted] = [await run(...inputs), compute(...inputs)].map((each) => [...each.dataSync()]);
    const others = wanted!.flatMap((value, i) => {
      const isSame = Object.is(got![i], value) || Math.abs(got![i]! - value) <= 1e-5 * Math.abs(value);
      return isSame ? [] : [{ of: pairs[i], onnx: got![i], value }];
    });
    expect(others).toEqual([]);
  });
});

describe("exportOnnx refuses", () => {
  it.each([
    ["entr", (x: Tensor) => entr(x), "exportOnnx: got entr in the model; expected operations that ONNX has."],
    ["digamma", (x: Tensor) => digamma(x), "got digamma in the model"],
    ["logcumsumexp", (x: Tensor) => x.logcumsumexp(1), "got logcumsumexp in the model"],
    ["erfinv", (x: Tensor) => erfinv(x), "got erfinv in the model"],
    [
      "svdvals",
      (x: Tensor) => linalg.svdvals(x.unsqueeze(1)),
      " in the model; expected operations that ONNX has",
    ],
    [
      "bits",
      (x: Tensor) => dispatch(pointwise.bitwiseAnd, [x.int(), x.int()], {}),
      "got the bits of int32 numbers",
    ],
    [
      "a sort along the batch",
      (x: Tensor) => x.argsort(0),
      "got a sort along the batch; expected at most one axis",
    ],
    ["windows along the batch", (x: Tensor) => x.unfold(0, 2, 1), "got windows along the batch"],
    [
      "two axes of the batch's size",
      (x: Tensor) => x.matmul(x.t()).unsqueeze(0),
      "got a reshape to sizes that depend on the batch",
    ],
    [
      "a place that depends on the batch",
      (x: Tensor) => x.select(0, x.shape[0]! - 1),
      "got a slice whose place depends on the batch",
    ],
  ])("%s", async (_what, compute, words) => {
    await expect(exportOnnx(new Custom(compute), [1, 3])).rejects.toThrow(ArgumentError);
    await expect(exportOnnx(new Custom(compute), [1, 3])).rejects.toThrow(words);
  });
});
