import { afterAll, expect, it } from "vitest";
import { dispatch } from "../../dispatch.js";
import { type cpu, manualSeed, randn, type Tensor, tensor } from "../../index.js";
import { conv2d, conv2dInput, conv2dWeight } from "../../ops/convolution.js";
import { type Convolution, windowsOf } from "../../ops/convolution-windows.js";
import { pickLargest, spreadLargest } from "../../ops/pooling.js";
import { reference } from "../cpu/cpu-device.js";
import { webgpu } from "./index.js";

const device = await webgpu();
afterAll(() => device.destroy());

const plain: Convolution = {
  input: [9, 7],
  filter: [3, 2],
  strides: [1, 1],
  dilations: [1, 1],
  low: [0, 0],
  high: [0, 0],
  groups: 1,
};
const settings: readonly Convolution[] = [
  plain,
  { ...plain, strides: [2, 3], low: [1, 2], high: [2, 1] },
  { ...plain, dilations: [2, 3], low: [2, 0], groups: 2 },
  { ...plain, filter: [9, 7], strides: [4, 4] },
];

/** The same on the reference and on WebGPU, of operands that lie in another order than row by row. */
async function compare(shapes: readonly (readonly number[])[], work: (...inputs: Tensor[]) => Tensor) {
  manualSeed(11);
  const turned = shapes.map((shape) => randn([...shape].reverse(), { device: reference }));
  const on = (where: typeof device | typeof cpu): Tensor[] =>
    turned.map((each) => each.to(where).permute([3, 2, 1, 0]));
  const expected = work(...on(reference)).dataSync();
  const actual = await work(...on(device)).data();
  expect(actual.length).toBe(expected.length);
  const distance = (value: number, i: number): number =>
    Object.is(value, actual[i]) ? 0 : Math.abs(value - actual[i]!);
  const largest = Math.max(0, ...Array.from(expected).filter(Number.isFinite).map(Math.abs));
  const farthest = Math.max(0, ...Array.from(expected, distance));
  expect(farthest).toBeLessThanOrEqual(3e-6 * largest);
}

it.each(settings)("convolves and goes back, %j", async (each) => {
  const [images, filters] = [
    [3, 4, ...each.input],
    [6, 4 / each.groups, ...each.filter],
  ];
  const outputs = [3, 6, ...windowsOf(each)];
  await compare([images, filters], (x, w) => dispatch(conv2d, [x, w], each));
  await compare([outputs, filters], (g, w) => dispatch(conv2dInput, [g, w], each));
  await compare([images, outputs], (x, g) => dispatch(conv2dWeight, [x, g], each));
});

// So many elements that several channels are added up at once: 8, 4 or 2 of a group's 11, 5 or 2, the last block not full.
it.each([
  [11, 1],
  [10, 2],
  [6, 3],
] as const)("convolves %d channels in %d groups and goes back", async (channels, groups) => {
  const each: Convolution = { ...plain, input: [15, 14], strides: [2, 1], low: [1, 1], high: [1, 1], groups };
  const [images, filters] = [
    [24, channels, ...each.input],
    [channels, channels / groups, ...each.filter],
  ];
  const outputs = [24, channels, ...windowsOf(each)];
  await compare([images, filters], (x, w) => dispatch(conv2d, [x, w], each));
  await compare([outputs, filters], (g, w) => dispatch(conv2dInput, [g, w], each));
  await compare([images, outputs], (x, g) => dispatch(conv2dWeight, [x, g], each));
});

it.each([
  [0, 4],
  [6, 0],
])("has nothing to add up for %d outputs of %d channels", async (outputs, channels) => {
  const filters = [outputs, channels, ...plain.filter];
  const [images, made] = [
    [3, channels, ...plain.input],
    [3, outputs, ...windowsOf(plain)],
  ];
  await compare([images, filters], (x, w) => dispatch(conv2d, [x, w], plain));
  await compare([made, filters], (g, w) => dispatch(conv2dInput, [g, w], plain));
  await compare([images, made], (x, g) => dispatch(conv2dWeight, [x, g], plain));
});

it.each(settings)("picks the largest of windows and spreads onto them, %j", async (each) => {
  const images = [3, 4, ...each.input];
  await compare([images, images], (x, by) => dispatch(pickLargest, [x, by], each));
  await compare([[3, 4, ...windowsOf(each)], images], (g, by) => dispatch(spreadLargest, [g, by], each));
});

it("picks the first of equals, and NaN above all", async () => {
  const windows = { ...plain, input: [1, 4], filter: [1, 2], strides: [1, 2] } as const;
  const by = tensor([[[[3, 3, Number.NaN, 9]]]]).to(device);
  const values = tensor([[[[1, 2, 3, 4]]]]).to(device);
  expect(await dispatch(pickLargest, [values, by], windows).flatten().array()).toEqual([1, 3]);
  const spread = dispatch(spreadLargest, [tensor([[[[5, 6]]]]).to(device), by], windows);
  expect(await spread.flatten().array()).toEqual([5, 0, 6, 0]);
});
