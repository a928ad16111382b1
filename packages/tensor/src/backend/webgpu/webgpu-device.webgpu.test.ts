import { afterAll, describe, expect, it, vi } from "vitest";
import {
  arange,
  cpu,
  fromData,
  full,
  keep,
  manualSeed,
  ones,
  randn,
  Scope,
  scope,
  stack,
  type Tensor,
  tensor,
  zeros,
} from "../../index.js";
import { reference } from "../cpu/cpu-device.js";
import { webgpu } from "./index.js";

const device = await webgpu();
afterAll(() => device.destroy());

/** A computation on the reference and on WebGPU, from the same random inputs. */
async function compare(shapes: readonly (readonly number[])[], work: (...inputs: Tensor[]) => Tensor) {
  manualSeed(7);
  const inputs = shapes.map((shape) => randn(shape, { device: reference }));
  const expected = work(...inputs);
  const actual = work(...inputs.map((input) => input.to(device)));
  expect(actual.shape).toEqual(expected.shape);
  expectNear(await actual.data(), expected.dataSync());
}

/** NaN where NaN is expected; otherwise off by no more than the tolerance, and 1e-5 of the value. */
function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  const off = Array.from(expected, (value, i) => {
    const near = Math.abs(actual[i]! - value) <= tolerance + 1e-5 * Math.abs(value);
    return near || Object.is(actual[i], value) ? null : `element ${i} is ${actual[i]}, not ${value}`;
  });
  expect(off.filter((each) => each !== null)).toEqual([]);
}

describe("shapes that the table of cases is too small for", () => {
  it("has more workgroups than a device takes along one axis", async () => {
    const count = 64 * 65_535 + 100;
    const squares = full([count], 3, { device }).square();
    expect(await squares.narrow(0, count - 2, 2).data()).toEqual(Float32Array.of(9, 9));
  });

  it.each([
    [[3, 1000], 1],
    [[1000, 3], 0],
    [
      [4, 16, 5, 16],
      [1, 3],
    ],
    [
      [2, 3, 2, 3, 2, 3, 2],
      [0, 2, 4, 6],
    ],
  ] as const)("sums %j over %j with a workgroup to each output", (shape, dims) =>
    compare([shape], (x) => x.sum(dims)),
  );

  it("sums and finds extremes with many workgroups to an output", async () => {
    await compare([[3, 40_001]], (x) => x.amax(1));
    await compare([[70_000]], (x) => x.sum().div(300));
    await compare([[40_001, 2]], (x) => x.amin(0));
    await compare([[300, 2]], (x) => x.argmin(0).float());
    const ties = tensor(Array.from({ length: 1000 }, (_, i) => i % 100));
    expect(await ties.to(device).argmax(0).item()).toBe(99);
    expect(await ones([5000], { device, dtype: "int32" }).prod().item()).toBe(1);
    expect(await ones([5000], { device, dtype: "bool" }).amin().item()).toBe(1);
  });

  it("finds the largest of many and passes NaN on", async () => {
    await compare([[500, 2]], (x) => x.amax(0));
    const values = zeros([300]);
    values.narrow(0, 200, 1).fill_(Number.NaN);
    expect(await values.to(device).amax().item()).toBeNaN();
    expect(await values.to(device).argmax(0).item()).toBe(200);
  });

  it("finds the first of equal extremes in a line of a million, and a NaN before all", async () => {
    const values = Float32Array.from({ length: 1_000_003 }, (_, i) => (i % 1000) - 500);
    values[700_001] = values[800_000] = 900;
    const line = fromData(values, [1_000_003], { device: cpu });
    expect(await line.to(device).argmax(0).item()).toBe(700_001);
    expect(await line.to(device).argmin(0).item()).toBe(0);
    values[999_999] = Number.NaN;
    const pair = fromData(values, [1_000_003], { device: cpu }).expand([2, 1_000_003]);
    expect(await pair.to(device).argmax(1).array()).toEqual([999_999, 999_999]);
  });

  it.each([255, 256, 1024, 1025, 5000])(
    "adds up along lines of %d, row by row and column by column",
    async (size) => {
      const line = arange(size, { dtype: "int32", device: cpu }).remainder(7);
      const both = stack([line, line.mul(-2), line.add(1)]);
      const expected = both.cumsum(1).arraySync();
      expect(await both.to(device).cumsum(1).array()).toEqual(expected);
      expect(await both.t().contiguous().to(device).cumsum(0).t().array()).toEqual(expected);
    },
  );

  it("adds up a million terms as exactly as each number allows", async () => {
    const values = Float32Array.from({ length: 1_000_000 }, (_, i) => 0.1 + (i % 97) / 1000);
    const sums = await fromData(values, [1_000_000], { device }).cumsum(0).data();
    let exact = 0;
    let worst = 0;
    values.forEach((value, i) => {
      exact += value;
      worst = Math.max(worst, Math.abs(sums[i]! / exact - 1));
    });
    expect(worst).toBeLessThan(2e-6);
  });

  it.each([
    [
      [33, 47],
      [47, 65],
    ],
    [
      [2, 3, 17, 31],
      [2, 3, 31, 18],
    ],
    [
      [1, 784],
      [784, 1],
    ],
    [
      [4, 0],
      [0, 5],
    ],
  ] as const)("multiplies %j × %j", (left, right) => compare([left, right], (a, b) => a.matmul(b)));

  it("multiplies transposed, stepped and stretched matrices", () =>
    compare(
      [
        [40, 30, 2],
        [1, 20, 40],
      ],
      (a, b) =>
        a
          .select(2, 1)
          .t()
          .matmul(b.expand([3, 20, 40]).transpose(1, 2)),
    ));

  it("walks eight axes that do not lie together, and refuses more", async () => {
    const reversed = [7, 6, 5, 4, 3, 2, 1, 0];
    await compare([[2, 3, 2, 1, 2, 3, 2, 2]], (x) => x.permute(reversed).add(1));
    const nine = zeros(new Array<number>(9).fill(2), { device });
    expect(() => nine.permute([8, 7, 6, 5, 4, 3, 2, 1, 0]).add(1)).toThrow(
      "add: got 9 axes that do not lie together in memory; expected at most 8 on webgpu",
    );
  });

  it("leaves the gaps of a strided view alone", async () => {
    const x = zeros([3, 4], { device });
    x.select(1, 2).add_(tensor([1, 2, 3]).to(device));
    expect(await x.array()).toEqual([
      [0, 0, 1, 0],
      [0, 0, 2, 0],
      [0, 0, 3, 0],
    ]);
  });

  it("adds up colliding positions in the same order every time", async () => {
    const index = tensor(
      Array.from({ length: 1000 }, (_, i) => (i * i) % 3),
      { dtype: "int32" },
    );
    manualSeed(3);
    const source = randn([1000]);
    const run = () => zeros([3], { device }).scatterAdd(0, index.to(device), source.to(device)).data();
    const first = await run();
    expect(await run()).toEqual(first);
    expectNear(first, zeros([3]).scatterAdd(0, index, source).dataSync(), 1e-4);
  });

  it("takes what is empty", async () => {
    const empty = zeros([0, 3], { device });
    expect(await empty.add(1).data()).toEqual(new Float32Array(0));
    expect(await empty.sum(0).array()).toEqual([0, 0, 0]);
    expect(await empty.cumsum(0).array()).toEqual([]);
  });
});

describe("reading and writing", () => {
  it("gives each dtype its own typed array", async () => {
    for (const dtype of ["float32", "int32", "uint8", "bool"] as const) {
      const x = tensor([0, 1, 200, 3], { dtype });
      expect(await x.to(device).data()).toEqual(x.dataSync());
    }
  });

  it("draws the CPU's random numbers", async () => {
    manualSeed(42);
    const expected = randn([20]).dataSync();
    manualSeed(42);
    expect(await randn([20], { device }).data()).toEqual(expected);
  });

  it.each([100, 2000])(
    "does not overwrite the %d elements that commands under way still read",
    async (size) => {
      let sum = zeros([size], { device });
      for (let i = 0; i < 20; i++) sum = scope(() => sum.add(full([size], i, { device: cpu }).to(device)));
      expect(await sum.data()).toEqual(new Float32Array(size).fill(190));
    },
  );

  it("submits once for all that goes before a reading", async () => {
    const submit = vi.spyOn(device.gpu.queue, "submit");
    const x = ones([100], { device });
    let sum = zeros([], { device });
    for (let i = 0; i < 50; i++) sum = scope(() => sum.add(x.mul(tensor([i]).to(device)).sum()));
    expect(await sum.item()).toBe((100 * 49 * 50) / 2);
    expect(submit).toHaveBeenCalledTimes(1);
    submit.mockRestore();
  });

  it("comes back to the CPU", async () => {
    const x = await tensor([1, 2]).to(device).mul(2).cpu();
    expect(x.device).toBe(cpu);
    expect(x.arraySync()).toEqual([2, 4]);
    expect(await x.cpu()).toBe(x);
  });
});

describe("refusals", () => {
  it("names the reading that works", () => {
    const x = zeros([], { device });
    expect(() => x.dataSync()).toThrow("dataSync: got a tensor on webgpu");
    expect(() => x.arraySync()).toThrow("Try await x.array()");
    expect(() => x.itemSync()).toThrow("Try await x.item()");
    expect(String(x)).toBe("tensor(…, shape=[], dtype=float32, device=webgpu)");
  });

  it("has no float64, and says which operation asked for it", () => {
    expect(() => zeros([2], { device }).double()).toThrow("copy: got float64 on webgpu");
    expect(() => tensor([1], { device, dtype: "float64" })).toThrow("tensor: got float64 on webgpu");
    expect(() => zeros([1], { dtype: "float64" }).to(device)).toThrow("to: got float64 on webgpu");
  });

  it("does not mix devices", () => {
    expect(() => zeros([2], { device }).add(zeros([2]))).toThrow("got tensors on webgpu and cpu");
  });

  it("tells of an index out of range when something is read, once", async () => {
    const index = tensor([0, 7], { dtype: "int32" }).to(device);
    const taken = zeros([3], { device }).gather(0, index);
    await expect(taken.data()).rejects.toThrow("gather: got index 7 on an axis of size 3");
    expect(await ones([2], { device }).data()).toEqual(Float32Array.of(1, 1));
    const added = zeros([3], { device }).scatterAdd(0, index, ones([2], { device }));
    await expect(added.data()).rejects.toThrow("scatterAdd: got index 7 on an axis of size 3");
  });

  it("takes no tensor larger than the device's largest buffer", () => {
    expect(() => zeros([2 ** 30], { device })).toThrow(
      /^full: got a tensor of 4294967296 bytes; expected at most \d+, the largest buffer/,
    );
  });

  it("says that a device was lost", async () => {
    const other = await webgpu();
    const x = ones([2], { device: other });
    const reading = x.add(1).data();
    await reading;
    other.destroy();
    await other.gpu.lost;
    expect(() => x.add(1)).toThrow("webgpu: got a device that was lost");
    await expect(x.data()).rejects.toThrow("webgpu: got a device that was lost");
  });
});

describe("memory", () => {
  const [one, two] = [1, 2].map((value) => full([], value, { device })) as [Tensor, Tensor];

  it("is given back by a scope, but for what it returns or keeps", async () => {
    const x = ones([1000], { device });
    const before = device.usedBytes;
    let kept: Tensor | undefined;
    let lost: Tensor | undefined;
    const { total, rest } = scope(() => {
      lost = x.add(one);
      kept = keep(x.add(one));
      return { total: lost.sum(), rest: [x.add(one)] };
    });
    expect(device.usedBytes - before).toBe(256 + 2 * 4096);
    expect(await total.item()).toBe(2000);
    expect(await kept!.sum().item()).toBe(2000);
    expect(await rest[0]!.sum().item()).toBe(2000);
    expect(() => lost!.add(one)).toThrow("got a tensor whose memory a scope or `using` has released");
  });

  it("is given back by nested and asynchronous scopes, and by those that throw", async () => {
    const x = ones([1000], { device });
    const before = device.usedBytes;
    const sum = await scope(async () => {
      const inner = scope(() => x.add(one).mul(two));
      return inner.sum().item();
    });
    expect(sum).toBe(4000);
    expect(() =>
      scope(() => {
        x.add(one);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(device.usedBytes).toBeLessThanOrEqual(before); // less where a finalizer ran
  });

  it("of other code is none of a scope's, while its function waits or between its parts", async () => {
    const x = ones([1000], { device });
    const waiting = scope(async () => {
      const first = x.add(one);
      await Promise.resolve();
      return first.sum().item();
    });
    const others = x.add(two);
    expect(await waiting).toBe(2000);
    const parts = new Scope();
    const [half, kept] = parts.run(() => [x.mul(two), x.mul(two)] as const);
    const between = x.sub(two);
    keep(kept);
    const whole = parts.run(() => half.mul(two));
    expect(await whole.sum().item()).toBe(4000);
    parts.release();
    expect(() => whole.add(one)).toThrow("got a tensor whose memory a scope or `using` has released");
    expect(await others.add(between).add(kept).sum().item()).toBe(4000);
  });

  it("is given back by `using`", () => {
    const x = ones([1000], { device });
    const before = device.usedBytes;
    const sum = x.add(one);
    sum[Symbol.dispose]();
    expect(device.usedBytes).toBe(before);
    expect(() => sum.add(one)).toThrow("released");
  });

  it("does not grow in a synchronous loop of scopes", () => {
    const x = ones([1000], { device });
    const before = device.usedBytes;
    for (let step = 0; step < 2000; step++) scope(() => void x.add(one).mul(two).sum());
    expect(device.usedBytes).toBe(before);
  });
});

it("leaves tensors on the CPU as they are", () => {
  let outside: Tensor | undefined;
  scope(() => {
    outside = ones([2]);
  });
  expect(outside!.add(1).arraySync()).toEqual([2, 2]);
});
