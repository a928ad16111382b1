import fc, { type Arbitrary } from "fast-check";
import { backwards } from "../composite/backwards.js";
import { randint } from "../create.js";
import { Generator } from "../random/generator.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** Shapes of some axes, empty axes among them only where `least` is 0. */
export function shapes({ rank = [0, 4] as readonly [number, number], least = 1 } = {}): Arbitrary<number[]> {
  const size = fc.integer({ min: least, max: 4 });
  return fc.array(size, { minLength: rank[0], maxLength: rank[1] });
}

/** Whole numbers as float64, so that sums and products are exact and laws hold to the bit. */
export function wholeNumbers(shape: Shape, seed: number): Tensor {
  return randint(-9, 10, shape, { dtype: "float64", generator: new Generator(seed) });
}

/** The same values laid out otherwise in memory, as the seed has it. */
export function laidOut(input: Tensor, seed: number): Tensor {
  const axes = input.shape.map((_, axis) => axis);
  if (seed % 4 === 1) {
    const reversed = axes.toReversed();
    return input.permute(reversed).clone().permute(reversed);
  }
  if (seed % 4 === 2) return backwards(input.flip(axes), ...axes);
  if (seed % 4 === 3)
    return input
      .unsqueeze(-1)
      .expand([...input.shape, 2])
      .clone()
      .select(-1, 1);
  return input;
}

const seeds = fc.integer({ min: 0, max: 100_000 });

/** Tensors of whole numbers of a given shape, in any layout. */
export function tensorsOf(shape: Shape): Arbitrary<Tensor> {
  return seeds.map((seed) => laidOut(wholeNumbers(shape, seed), seed));
}

/** Tensors of whole numbers, in any shape and layout. */
export function tensors(options: Parameters<typeof shapes>[0] = {}): Arbitrary<Tensor> {
  return shapes(options).chain(tensorsOf);
}

/** A tensor and one of its axes. */
export function tensorsWithAxis(): Arbitrary<[Tensor, number]> {
  return tensors({ rank: [1, 4] }).chain((tensor) =>
    fc.tuple(fc.constant(tensor), fc.integer({ min: 0, max: tensor.ndim - 1 })),
  );
}

/** Shapes that broadcast with one another, and what they meet in. */
export function broadcastable(): Arbitrary<{ left: number[]; right: number[]; both: number[] }> {
  return shapes({ rank: [0, 4], least: 0 }).chain((both) => {
    const side = fc
      .tuple(
        fc.array(fc.boolean(), { minLength: both.length, maxLength: both.length }),
        fc.nat({ max: both.length }),
      )
      .map(([ones, start]) => both.map((size, axis) => (ones[axis] ? 1 : size)).slice(start));
    return fc.tuple(side, side).map(([left, right]) => ({ left, right, both }));
  });
}

/** An order of `rank` axes. */
export function orders(rank: number): Arbitrary<number[]> {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return fc.shuffledSubarray(axes, { minLength: rank, maxLength: rank });
}
