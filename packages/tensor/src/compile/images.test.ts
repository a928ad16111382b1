import { beforeEach, expect, it } from "vitest";
import { avgPool2d, compile, conv1d, conv2d, manualSeed, maxPool2d, randn, type Tensor } from "../index.js";

beforeEach(() => void manualSeed(4));

const steps: Record<string, (x: Tensor, y: Tensor) => readonly Tensor[]> = {
  "convolutions and pooling": (x, y) => {
    const hidden = conv2d(x, y.slice(0, 0, 4), y.flatten().slice(0, 0, 4), { padding: 1 }).relu();
    return [maxPool2d(hidden, 2), maxPool2d(hidden, 3, { stride: 2, padding: 1 }), avgPool2d(hidden, 2)];
  },
  "convolutions of one axis, strided, dilated and in groups": (x, y) => [
    conv1d(x.flatten(2), y.select(2, 0), null, { stride: 2 }),
    conv2d(x, y, null, { stride: [2, 3], dilation: [1, 2], padding: 2 }),
    conv2d(x, y.narrow(1, 0, 1), null, { groups: 3 }),
  ],
  "batch norm": (x) => {
    const centred = x.sub(x.mean([0, 2, 3], true));
    const variance = centred.square().mean([0, 2, 3], true);
    const scale = x.select(0, 0).sum([1, 2]).reshape([1, -1, 1, 1]);
    return [centred.mul(variance.add(1e-5).rsqrt().mul(scale)), x.amax([0, 2, 3]), x.amin([0, 2, 3], true)];
  },
  "numbers for each image, channel and pixel": (x) => [
    x.mul(x.sum([2, 3], true)).sub(x.mean([0, 2, 3], true)),
    x.mul(x.sum([0, 1], true)),
    x.mul(x.sum([1, 2, 3], true)).sub(x.sum([0, 1, 3], true)),
  ],
  "sums over axes apart": (x) => [x.sum([0, 3]), x.sum([1, 3]), x.sum([0, 2]), x.sum([0, 1, 2])],
  "turned images": (x) => [x.permute([0, 2, 3, 1]).sum([0, 1, 2]), x.permute([1, 0, 2, 3]).contiguous()],
};

it.each(Object.entries(steps))("replays %s", (_name, step) => {
  const compiled = compile(step);
  for (let i = 0; i < 3; i++) {
    const inputs = [randn([5, 3, 8, 7]), randn([6, 3, 3, 3])] as const;
    const expected = step(...inputs).map((output) => [...output.dataSync()]);
    const actual = compiled(...inputs).map((output) => [...output.dataSync()]);
    expect(actual).toEqual(expected.map((values) => values.map((value) => expect.closeTo(value, 3))));
  }
});

it("counts a convolution's multiplications and additions", () => {
  const step = compile((x, weight) => [conv2d(x, weight, null, { padding: 1 })]);
  step(randn([5, 3, 8, 8]), randn([6, 3, 3, 3]));
  expect(step.explain()).toContain(`${((2 * 5 * 6 * 64 * 27) / 1e6).toPrecision(3)} MFLOP`);
});

it("leaves nothing of a batch-normalised convolution to JavaScript", () => {
  const step = compile((x, weight, scale) => {
    const outputs = conv2d(x, weight, null, { padding: 1 });
    const centred = outputs.sub(outputs.mean([0, 2, 3], true));
    const variance = centred.square().mean([0, 2, 3], true);
    const spread = variance
      .add(1e-5)
      .rsqrt()
      .mul(scale.reshape([1, -1, 1, 1]));
    return [maxPool2d(centred.mul(spread).relu(), 2)];
  });
  step(randn([4, 3, 8, 8]), randn([6, 3, 3, 3]), randn([6]));
  expect(step.explain()).toContain("conv2d");
  expect(step.explain()).not.toContain("JavaScript");
});
