import { manualSeed, rand } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "../golden/data-loading.json" with { type: "json" };
import { SampleRandom } from "../sample-random.js";
import { strokeDigit } from "../strokes/strokes.js";
import { elasticTransform } from "./elastic.js";
import type { FloatPicture } from "./float-picture.js";
import { normalize } from "./normalize.js";
import { randomAffine } from "./random-affine.js";
import { randomErasing } from "./random-erasing.js";
import { resize } from "./resize.js";
import { toTensor } from "./to-tensor.js";
import { applyTransforms, type Transform } from "./transform.js";

const three = {
  channels: 1,
  height: 28,
  width: 28,
  data: Float32Array.from(strokeDigit(42, 3).pixels, (byte) => byte / 255),
};
const apply = (transform: Transform, picture: FloatPicture = three, place = 0) =>
  applyTransforms([transform], picture, new SampleRandom(1, place));
const sum = ({ data }: FloatPicture) => data.reduce((total, level) => total + level, 0);

/** A picture of one bright pixel. */
function dot(x: number, y: number, side = 9): FloatPicture {
  const data = new Float32Array(side * side);
  data[y * side + x] = 1;
  return { channels: 1, height: side, width: side, data };
}

/** The mean place of a picture's ink. */
function centre({ width, data }: FloatPicture): [x: number, y: number] {
  const total = data.reduce((all, level) => all + level, 0);
  const mean = (value: (place: number) => number) =>
    data.reduce((all, level, place) => all + level * value(place), 0) / total;
  return [mean((place) => place % width), mean((place) => Math.floor(place / width))];
}

describe("resize", () => {
  it.each(golden.resizes)("is PyTorch's bilinear with antialias, $from to $to", ({ from, to, data }) => {
    manualSeed(0);
    const [height, width] = from as [number, number];
    const picture = { channels: 2, height, width, data: rand([2, height, width]).dataSync() as Float32Array };
    const scaled = apply(resize(to[0]!, to[1]), picture);
    expect([scaled.height, scaled.width]).toEqual(to);
    scaled.data.forEach((level, place) => {
      expect(Math.abs(level - data[place]!)).toBeLessThan(2e-6);
    });
  });
});

describe("randomAffine", () => {
  it("leaves a picture as it is where nothing is asked for", () => {
    expect(apply(randomAffine()).data).toEqual(three.data);
  });

  it("turns clockwise about the middle", () => {
    const [x, y] = centre(apply(randomAffine({ degrees: [90, 90] }), dot(4, 1)));
    expect([x, y]).toEqual([expect.closeTo(7, 5), expect.closeTo(4, 5)]);
  });

  it("scales away from the middle and shears rows", () => {
    const [, y] = centre(apply(randomAffine({ scale: [2, 2] }), dot(4, 3)));
    expect(y).toBeCloseTo(2, 1);
    const [x] = centre(apply(randomAffine({ shear: [45, 45] }), dot(4, 2)));
    expect(x - 4).toBeCloseTo(2, 5);
  });

  // The mean columns of rows 6 and 21, made by torch 1.13's grid_sample with torchvision's _get_inverse_affine_matrix:
  // a = cos(r − y)/cos y, b = −a·tan x − sin r, c = sin(r − y)/cos y, d = −c·tan x + cos r, [[d, −b], [−c, a]]/scale.
  it.each([
    { degrees: 0, shear: [20, 20], scale: 1, upper: 16.229777, lower: 10.770223 },
    { degrees: 30, shear: [20, 20], scale: 1, upper: 22.456945, lower: 4.543055 },
    { degrees: 30, shear: [20, 20, 10, 10], scale: 1.2, upper: 22.102901, lower: 4.897099 },
    { degrees: -15, shear: [12, 12, -8, -8], scale: 0.9, upper: 13.189056, lower: 13.810944 },
  ] as const)("shears a vertical line as torchvision does: $degrees, $shear", (row) => {
    const line = Float32Array.from({ length: 784 }, (_, place) =>
      Math.abs((place % 28) - 13.5) < 1 ? 1 : 0,
    );
    const { degrees, shear, scale } = row;
    const sheared = apply(randomAffine({ degrees: [degrees, degrees], shear, scale: [scale, scale] }), {
      ...three,
      data: line,
    });
    const columnOf = (at: number) =>
      centre({ ...sheared, height: 1, data: sheared.data.slice(at * 28, (at + 1) * 28) })[0];
    expect(columnOf(6)).toBeCloseTo(row.upper, 5);
    expect(columnOf(21)).toBeCloseTo(row.lower, 5);
  });

  it("shears columns too where there are four numbers, the right ones upwards", () => {
    const line = Float32Array.from({ length: 784 }, (_, place) =>
      Math.abs(Math.floor(place / 28) - 13.5) < 1 ? 1 : 0,
    );
    const { data } = apply(randomAffine({ shear: [0, 0, 20, 20] }), { ...three, data: line });
    const rowOf = (at: number) =>
      centre({ channels: 1, height: 28, width: 1, data: data.filter((_, place) => place % 28 === at) })[1];
    expect(rowOf(6)).toBeCloseTo(16.229777, 5);
    expect(rowOf(21)).toBeCloseTo(10.770223, 5);
  });

  it("shifts by whole pixels, as far as it may", () => {
    const shifts = Array.from({ length: 300 }, (_, place) =>
      centre(apply(randomAffine({ translate: [0.25, 0] }), dot(10, 10, 20), place)),
    );
    const columns = shifts.map(([x]) => x - 10);
    expect(new Set(columns)).toEqual(new Set([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]));
    expect(shifts.every(([, y]) => y === 10)).toBe(true);
  });

  it("fills what comes in from outside", () => {
    const flat = { ...three, data: new Float32Array(784).fill(1) };
    const shifted = apply(randomAffine({ scale: [0.5, 0.5], fill: 1 }), flat);
    shifted.data.forEach((level) => {
      expect(level).toBeCloseTo(1, 6);
    });
  });
});

describe("elasticTransform", () => {
  it("moves ink smoothly, and keeps about as much of it", () => {
    const moved = apply(elasticTransform());
    expect(moved.data).not.toEqual(three.data);
    expect(Math.abs(sum(moved) / sum(three) - 1)).toBeLessThan(0.3);
    expect(apply(elasticTransform({ alpha: 0 })).data).toEqual(three.data);
  });
});

describe("randomErasing", () => {
  const ones = { channels: 2, height: 20, width: 30, data: new Float32Array(1200).fill(1) };

  it("wipes the same rectangle of every channel, of the area asked for", () => {
    for (let place = 0; place < 50; place++) {
      const { data } = apply(randomErasing({ p: 1, scale: [0.1, 0.2] }), ones, place);
      const wiped = [...data.keys()].filter((at) => data[at] === 0);
      const first = wiped.filter((at) => at < 600);
      expect(wiped.slice(first.length)).toEqual(first.map((at) => at + 600));
      const [columns, rows] = [
        new Set(first.map((at) => at % 30)),
        new Set(first.map((at) => Math.floor(at / 30))),
      ];
      expect(columns.size * rows.size).toBe(first.length);
      expect(first.length / 600).toBeGreaterThan(0.08);
      expect(first.length / 600).toBeLessThan(0.23);
    }
  });

  it("leaves the share of pictures that it is told to", () => {
    const wiped = Array.from(
      { length: 1000 },
      (_, place) => apply(randomErasing({ p: 0.25 }), ones, place) !== ones,
    );
    expect(wiped.filter(Boolean).length / 1000).toBeCloseTo(0.25, 1);
  });

  it("fills with noise", () => {
    const { data } = apply(randomErasing({ p: 1, value: "random" }), ones);
    expect(data.filter((level) => level !== 1).length).toBeGreaterThan(10);
  });
});

describe("normalize", () => {
  it("takes one mean for all channels or one for each", () => {
    const picture = { channels: 2, height: 1, width: 2, data: Float32Array.of(1, 2, 3, 4) };
    expect([...apply(normalize({ mean: 1, std: 2 }), picture).data]).toEqual([0, 0.5, 1, 1.5]);
    expect([...apply(normalize({ mean: [1, 3], std: [1, 2] }), picture).data]).toEqual([0, 1, 0, 0.5]);
    expect(() => apply(normalize({ mean: [1, 2, 3], std: [1, 1, 1] }), picture)).toThrow(
      "normalize: got 3 means for 2 channels; expected one, or one a channel.",
    );
  });
});

describe("transforms", () => {
  it("draw the same for the same place, and other numbers for another", () => {
    const transform = randomAffine({ degrees: 30 });
    expect(apply(transform, three, 7)).toEqual(apply(transform, three, 7));
    expect(apply(transform, three, 7)).not.toEqual(apply(transform, three, 8));
  });

  it("may be functions of one's own", () => {
    const negative = (picture: FloatPicture) => ({
      ...picture,
      data: picture.data.map((level) => 1 - level),
    });
    expect(sum(apply(negative))).toBeCloseTo(784 - sum(three), 2);
  });

  it.each([
    [
      () => randomAffine({ degrees: [5, -5] }),
      "randomAffine: got degrees [5, -5]; expected a low end, then a high one.",
    ],
    [() => randomAffine({ scale: [0, 1] }), "randomAffine: got scale 0; expected factors above 0."],
    [
      () => randomAffine({ translate: [2, 0] }),
      "randomAffine: got translate [2, 0]; expected two shares 0..1, of the width and of the height.",
    ],
    [() => elasticTransform({ sigma: 0 }), "elasticTransform: got sigma 0"],
    [() => randomErasing({ p: 2 }), "randomErasing: got p 2; expected a probability 0..1."],
    [
      () => randomErasing({ scale: [0.5, 2] }),
      "got scale [0.5, 2]; expected a low end, then a high one in 0 to 1.",
    ],
    [() => normalize({ mean: [1, 2], std: 1 }), "normalize: got mean [1, 2] and std [1]"],
    [() => resize(0), "resize: got side 0; expected a whole number from 1 to 4096."],
  ])("refuse what is none: %#", (action, words) => {
    expect(action).toThrow(words);
  });
});

describe("toTensor", () => {
  it("lays channels out as planes, bytes as shares", () => {
    const picture = {
      width: 2,
      height: 1,
      channels: 3 as const,
      data: Uint8Array.of(255, 0, 51, 102, 255, 0),
    };
    const planes = toTensor(picture);
    expect(planes.shape).toEqual([3, 1, 2]);
    const shares = [1, 0.4, 0, 1, 0.2, 0];
    planes.dataSync().forEach((share, place) => {
      expect(share).toBeCloseTo(shares[place]!, 6);
    });
  });
});
