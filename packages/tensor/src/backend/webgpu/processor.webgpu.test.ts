import { afterAll, expect, it } from "vitest";
import { conv2d, manualSeed, randn, type Tensor } from "../../index.js";
import { webgpu } from "./index.js";
import { WebGpuDevice } from "./webgpu-device.js";

const { gpu } = await webgpu();
afterAll(() => gpu.destroy());

type Work = (...inputs: Tensor[]) => Tensor;

const works: readonly (readonly [string, readonly (readonly number[])[], Work])[] = [
  ...[10, 100, 1000, 5000].flatMap((length) => [
    [`sums of ${length}`, [[30, length]], (x: Tensor) => x.sum(1)] as const,
    [`softmax of ${length}`, [[30, length]], (x: Tensor) => x.softmax(1)] as const,
    [`the largest of ${length}`, [[30, length]], (x: Tensor) => x.amax(1)] as const,
  ]),
  ...[3, 10, 100, 300].map((columns) => {
    const shapes = [
      [130, 40],
      [40, columns],
    ];
    return [`a product with ${columns} columns`, shapes, (x: Tensor, y: Tensor) => x.matmul(y)] as const;
  }),
  [
    "a convolution",
    [
      [8, 6, 12, 12],
      [9, 6, 3, 3],
    ],
    (x, w) => conv2d(x, w, null, { padding: 1 }),
  ],
];

// Each has kernels that suit it; all have to run on either.
it.each(
  works.flatMap(([name, shapes, work]) =>
    ["a graphics processor", "llvmpipe"].map((processor) => ({ name, processor, shapes, work })),
  ),
)("$name as on $processor", async ({ processor, shapes, work }) => {
  const device = new WebGpuDevice(gpu, processor);
  manualSeed(3);
  const inputs = shapes.map((shape) => randn(shape));
  const expected = Float32Array.from(await work(...inputs).data());
  const actual = await work(...inputs.map((input) => input.to(device))).data();
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const farthest = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - actual[i]!)), 0);
  expect(actual.length).toBe(expected.length);
  expect(farthest).toBeLessThan(1e-5 * size);
});
