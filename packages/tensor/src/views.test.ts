import { describe, expect, it } from "vitest";
import { arange, pad, range, type Tensor, zeros } from "./index.js";

const matrix = (): Tensor => arange(6).reshape([2, 3]);

describe("views share their tensor's storage", () => {
  const views: Record<string, [(x: Tensor) => Tensor, number[][]]> = {
    select: [
      (x) => x.select(0, 1),
      [
        [0, 1, 2],
        [9, 9, 9],
      ],
    ],
    narrow: [
      (x) => x.narrow(1, 1, 2),
      [
        [0, 9, 9],
        [3, 9, 9],
      ],
    ],
    slice: [
      (x) => x.slice(1, 0, 3, 2),
      [
        [9, 1, 9],
        [9, 4, 9],
      ],
    ],
    transpose: [
      (x) => x.t().select(0, 0),
      [
        [9, 1, 2],
        [9, 4, 5],
      ],
    ],
    permute: [
      (x) => x.permute([1, 0]).at(range(1)),
      [
        [9, 1, 2],
        [9, 4, 5],
      ],
    ],
    view: [
      (x) => x.view([3, 2]).select(0, 2),
      [
        [0, 1, 2],
        [3, 9, 9],
      ],
    ],
    reshape: [
      (x) => x.reshape([6]).narrow(0, 0, 2),
      [
        [9, 9, 2],
        [3, 4, 5],
      ],
    ],
    flatten: [
      (x) => x.flatten().narrow(0, 4, 2),
      [
        [0, 1, 2],
        [3, 9, 9],
      ],
    ],
    unsqueeze: [
      (x) => x.unsqueeze(0).select(1, 0),
      [
        [9, 9, 9],
        [3, 4, 5],
      ],
    ],
    diagonal: [
      (x) => x.diagonal(),
      [
        [9, 1, 2],
        [3, 9, 5],
      ],
    ],
    unfold: [
      (x) => x.unfold(1, 2, 1).select(1, 1),
      [
        [0, 9, 9],
        [3, 9, 9],
      ],
    ],
    "at with numbers and ranges": [
      (x) => x.at(0, range(1, null)),
      [
        [0, 9, 9],
        [3, 4, 5],
      ],
    ],
    unbind: [
      (x) => x.unbind(1)[2]!,
      [
        [0, 1, 9],
        [3, 4, 9],
      ],
    ],
    "split into": [
      (x) => x.split(2, 1)[1]!,
      [
        [0, 1, 9],
        [3, 4, 9],
      ],
    ],
    detach: [
      (x) => x.detach().select(0, 0),
      [
        [9, 9, 9],
        [3, 4, 5],
      ],
    ],
  };
  it.each(Object.entries(views))("%s", (_name, [look, expected]) => {
    const x = matrix();
    const seen = look(x);
    seen.fill_(9);
    expect(x.arraySync()).toEqual(expected);
    x.zero_();
    expect(seen.sum().itemSync()).toBe(0);
  });

  it("and copies do not", () => {
    for (const copy of [
      (x: Tensor) => x.clone(),
      (x: Tensor) => x.t().reshape([6]),
      (x: Tensor) => x.at([0, 1]),
      (x: Tensor) => x.flip(0, 1),
      (x: Tensor) => x.fliplr(),
      (x: Tensor) => x.flipud(),
      ...[0, 1, 2, 3].map((times) => (x: Tensor) => x.rot90(times)),
      (x: Tensor) => x.narrow(1, 0, 2).matrixPower(1),
      (x: Tensor) => x.repeat(1, 1),
      (x: Tensor) => x.tile(1),
      (x: Tensor) => x.repeatInterleave(1, 0),
      (x: Tensor) => x.repeatInterleave(1),
      (x: Tensor) => x.roll(0, 0),
      (x: Tensor) => x.roll(0),
      (x: Tensor) => x.narrow(0, 0, 1).cumprod(0),
      (x: Tensor) => x.diff(0),
      (x: Tensor) => x.nanToNum(),
      (x: Tensor) => pad(x, [0, 0], { mode: "replicate" }),
    ]) {
      const x = matrix();
      copy(x).fill_(9);
      expect(x.arraySync()).toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ]);
    }
  });
});

describe("an in-place operation whose operand overlaps its target", () => {
  it("reads what was there before", () => {
    const x = arange(4);
    x.narrow(0, 1, 3).copy_(x.narrow(0, 0, 3));
    expect(x.arraySync()).toEqual([0, 0, 1, 2]);
    const y = arange(4).reshape([2, 2]);
    y.add_(y.t());
    expect(y.arraySync()).toEqual([
      [0, 3],
      [3, 6],
    ]);
  });
});

describe("contiguity", () => {
  it("is row-major order without gaps, as in PyTorch", () => {
    const x = zeros([2, 3, 4]);
    expect(x.isContiguous()).toBe(true);
    expect(x.transpose(0, 1).isContiguous()).toBe(false);
    expect(x.narrow(0, 1, 1).isContiguous()).toBe(true);
    expect(x.narrow(2, 0, 2).isContiguous()).toBe(false);
    expect(zeros([1, 3]).t().isContiguous()).toBe(true);
    expect(zeros([0, 3]).t().isContiguous()).toBe(true);
    expect(zeros([3, 1]).expand([3, 2]).isContiguous()).toBe(false);
    expect(x.transpose(0, 1).contiguous().isContiguous()).toBe(true);
  });

  it("is not needed by view where the axes still lie together, and otherwise view says to use reshape", () => {
    const x = zeros([2, 3, 4]);
    expect(x.permute([2, 0, 1]).view([4, 6]).shape).toEqual([4, 6]);
    expect(() => x.transpose(1, 2).view([2, 12])).toThrow(
      "view: got shape [2, 12] for a tensor of shape [2, 4, 3] and strides [12, 1, 4]; expected axes that already lie together in memory. Try reshape, which copies where it must.",
    );
    expect(x.transpose(1, 2).reshape([2, 12]).shape).toEqual([2, 12]);
  });
});
