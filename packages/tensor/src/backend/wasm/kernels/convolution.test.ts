import { describe, expect, it } from "vitest";
import { dispatch } from "../../../dispatch.js";
import { fromData, manualSeed, randn, type Tensor } from "../../../index.js";
import { conv2d, conv2dInput, conv2dWeight } from "../../../ops/convolution.js";
import { type Convolution, type Pair, windowsOf } from "../../../ops/convolution-windows.js";
import { pickLargest, spreadLargest } from "../../../ops/pooling.js";
import { reference } from "../../cpu/cpu-device.js";
import { hasWhole, runWhole } from "../eager/whole.js";
import { type Build, binaryOf } from "../engine/binary.js";
import { Kernels } from "../engine/module.js";

const builds: Build[] = ["simd", "relaxed-simd"];

interface Case {
  readonly batch?: number;
  readonly channels?: number;
  readonly outputs?: number;
  readonly input: Pair;
  readonly filter: Pair;
  readonly strides?: Pair;
  readonly dilations?: Pair;
  readonly low?: Pair;
  readonly high?: Pair;
  readonly groups?: number;
}

const cases: Record<string, Case> = {
  "three by three with a border": { input: [9, 10], filter: [3, 3], low: [1, 1] },
  "one element": { input: [1, 1], filter: [1, 1] },
  "rows of one run and a tail": { input: [3, 7], filter: [2, 3], channels: 1, outputs: 9 },
  "stride 2": { input: [9, 14], filter: [3, 3], strides: [2, 2], low: [1, 1] },
  "stride 2 on an odd border": { input: [8, 17], filter: [3, 2], strides: [2, 2], low: [1, 2], high: [0, 1] },
  "stride 3 beyond the filter": { input: [11, 13], filter: [2, 2], strides: [3, 3] },
  "a stride that leaves the end out": { input: [10, 10], filter: [3, 3], strides: [4, 4] },
  "unequal strides": { input: [7, 12], filter: [3, 5], strides: [1, 3], low: [1, 2] },
  dilation: { input: [9, 9], filter: [3, 2], dilations: [2, 3], low: [2, 1] },
  "dilation and stride": { input: [10, 11], filter: [2, 3], dilations: [3, 2], strides: [2, 3], low: [1, 1] },
  "groups of many channels": {
    input: [5, 6],
    filter: [3, 3],
    channels: 6,
    outputs: 10,
    groups: 2,
    low: [1, 1],
  },
  "a channel each": { input: [5, 6], filter: [3, 3], channels: 5, outputs: 5, groups: 5 },
  "more images than parts": { batch: 37, input: [4, 5], filter: [2, 2] },
  "a border wider than the filter": { input: [3, 4], filter: [2, 2], low: [3, 4] },
  "no image": { batch: 0, input: [4, 4], filter: [3, 3] },
  "no output": { outputs: 0, input: [4, 4], filter: [3, 3] },
};

function settle(each: Case): {
  settings: Convolution;
  inputShape: number[];
  filterShape: number[];
  outputShape: number[];
} {
  const { batch = 3, channels = 2, outputs = 5, input, filter, low = [0, 0], groups = 1 } = each;
  const { strides = [1, 1], dilations = [1, 1], high = low } = each;
  const settings = { input, filter, strides, dilations, low, high, groups };
  return {
    settings,
    inputShape: [batch, channels, ...input],
    filterShape: [outputs, channels / groups, ...filter],
    outputShape: [batch, outputs, ...windowsOf(settings)],
  };
}

const onReference = { device: reference };

/** Compares a kernel with the reference for inputs as they lie. */
function expectAlike(
  kernels: Kernels,
  primitive:
    | typeof conv2d
    | typeof conv2dInput
    | typeof conv2dWeight
    | typeof pickLargest
    | typeof spreadLargest,
  inputs: readonly Tensor[],
  attributes: Convolution,
): Float32Array {
  const expected = dispatch(primitive, inputs, attributes);
  const output = fromData(new Float32Array(expected.numel()).fill(7), expected.shape, onReference);
  const call = { primitive, inputs, attributes, output };
  expect(hasWhole(call) && runWhole(kernels, call)).toBe(true);
  const [actual, wanted] = [output.dataSync(), expected.dataSync()];
  let worst = 0;
  for (let i = 0; i < wanted.length; i++)
    if (!Object.is(actual[i], wanted[i])) worst = Math.max(worst, Math.abs(actual[i]! - wanted[i]!));
  expect(worst).toBeLessThan(1e-4);
  return actual as Float32Array;
}

/** The same values, laid out columns first. */
function turned(tensor: Tensor): Tensor {
  return tensor.transpose(-1, -2).contiguous().transpose(-1, -2);
}

describe.each(builds)("convolution, %s", (build) => {
  const binary = binaryOf(build);
  if (binary === null) throw new Error(`this engine does not run ${build}`);
  const kernels = new Kernels(binary);

  it.each(Object.entries(cases))("has the reference's sums: %s", (_name, each) => {
    manualSeed(1);
    const { settings, inputShape, filterShape, outputShape } = settle(each);
    const [input, filters, gradient] = [inputShape, filterShape, outputShape].map((shape) =>
      randn(shape, onReference),
    ) as [Tensor, Tensor, Tensor];
    for (const arrange of [(tensor: Tensor) => tensor, turned]) {
      expectAlike(kernels, conv2d, [input, filters].map(arrange), settings);
      expectAlike(kernels, conv2dInput, [gradient, filters].map(arrange), settings);
      expectAlike(kernels, conv2dWeight, [input, gradient].map(arrange), settings);
    }
    const everywhere = randn([1, 1, 1, 1], onReference).expand(outputShape);
    expectAlike(kernels, conv2dInput, [everywhere, filters], settings);
    expectAlike(kernels, conv2dWeight, [input, everywhere], settings);
  });

  it("gives the same bits with any number of threads", () => {
    manualSeed(2);
    const { settings, inputShape, filterShape, outputShape } = settle({
      batch: 20,
      channels: 4,
      outputs: 6,
      input: [14, 14],
      filter: [3, 3],
      low: [1, 1],
    });
    const [input, filters, gradient] = [inputShape, filterShape, outputShape].map((shape) =>
      randn(shape, onReference),
    ) as [Tensor, Tensor, Tensor];
    const runs = [1, 2, 4].map((threads) => {
      kernels.threads = threads;
      return [
        expectAlike(kernels, conv2d, [input, filters], settings),
        expectAlike(kernels, conv2dInput, [gradient, filters], settings),
        expectAlike(kernels, conv2dWeight, [input, gradient], settings),
        expectAlike(kernels, pickLargest, [input, input], settings),
      ];
    });
    kernels.threads = 1;
    for (const run of runs) expect(run).toEqual(runs[0]);
  });

  it("keeps an infinity out of the sums that do not meet it", () => {
    const { settings, inputShape, outputShape } = settle({
      batch: 1,
      channels: 1,
      outputs: 1,
      input: [5, 5],
      filter: [2, 2],
    });
    const values = new Float32Array(25).fill(1);
    values[4] = Number.POSITIVE_INFINITY;
    const input = fromData(values, inputShape, onReference);
    const gradient = fromData(new Float32Array(16).fill(1), outputShape, onReference);
    expect([...expectAlike(kernels, conv2dWeight, [input, gradient], settings)]).toEqual([
      16,
      Infinity,
      16,
      16,
    ]);
  });

  it("tells views of one storage apart by their shapes", () => {
    const values = randn([1, 2, 6, 6], onReference);
    const { settings } = settle({ batch: 1, outputs: 1, input: [6, 6], filter: [3, 3] });
    const filters = values.narrow(2, 0, 3).narrow(3, 0, 3);
    expectAlike(kernels, conv2d, [values, filters], settings);
  });

  it("declines images that do not fit a thread's scratch, and other dtypes", () => {
    const large = settle({ batch: 1, channels: 3, input: [600, 600], filter: [3, 3] });
    const input = randn(large.inputShape, onReference);
    const filters = randn(large.filterShape, onReference);
    const call = { primitive: conv2d, attributes: large.settings, output: randn([1], onReference) };
    expect(hasWhole({ ...call, inputs: [input, filters] })).toBe(false);
    const small = settle({ input: [4, 4], filter: [2, 2] });
    const doubles = [small.inputShape, small.filterShape].map((shape) =>
      randn(shape, { ...onReference, dtype: "float64" }),
    );
    expect(hasWhole({ ...call, attributes: small.settings, inputs: doubles })).toBe(false);
  });
});

describe.each(builds)("max pooling, %s", (build) => {
  const kernels = new Kernels(binaryOf(build)!);

  const pools: Record<string, Case> = {
    "two by two": { input: [6, 20], filter: [2, 2], strides: [2, 2] },
    "two by two with a rest": { input: [7, 13], filter: [2, 2], strides: [2, 2] },
    overlapping: { input: [7, 8], filter: [3, 3], strides: [2, 2], low: [1, 1] },
    dilated: { input: [9, 9], filter: [2, 3], strides: [1, 2], dilations: [3, 2], low: [1, 1] },
    "no image": { batch: 0, input: [4, 4], filter: [2, 2], strides: [2, 2] },
  };

  it.each(Object.entries(pools))("picks and spreads as the reference does: %s", (_name, each) => {
    manualSeed(3);
    const { settings, inputShape, outputShape } = settle({ ...each, outputs: 2 });
    const values = randn(inputShape, onReference).mul(2).round(); // many equals
    values.dataSync().forEach((_, i, all) => {
      if (i % 11 === 0) all[i] = Number.NaN;
      if (i % 7 === 0) all[i] = Number.NEGATIVE_INFINITY;
    });
    const others = randn(inputShape, onReference);
    const gradient = randn(outputShape, onReference);
    for (const arrange of [(tensor: Tensor) => tensor, turned]) {
      const by = arrange(values);
      expectAlike(kernels, pickLargest, [by, by], settings);
      expectAlike(kernels, pickLargest, [arrange(others), by], settings);
      expectAlike(kernels, spreadLargest, [arrange(gradient), by], settings);
    }
    expectAlike(
      kernels,
      spreadLargest,
      [randn([1, 1, 1, 1], onReference).expand(outputShape), values],
      settings,
    );
  });
});
