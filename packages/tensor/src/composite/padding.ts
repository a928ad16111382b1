import { fromData } from "../create.js";
import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkHolds } from "../given.js";
import { pad as padPrimitive } from "../ops/indexing.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { indexSelect } from "./indexing.js";
import { own } from "./own.js";

export interface PadOptions {
  /** What the border holds: a value, the mirrored inside, the nearest edge, or the other end. "constant" unless said. */
  readonly mode?: "constant" | "reflect" | "replicate" | "circular";
  /** The constant; 0 unless said. */
  readonly value?: number;
}

/**
 * A border around the last axes. sizes: before and after the last axis, then before and after the one before it, and so
 * on; a negative size cuts. Modes other than "constant" take [batch, channels, …] and pad every axis behind the channels.
 *
 * @throws ArgumentError where the sizes do not come in pairs; ShapeError where an axis is too short for the mode, or the
 * rank is another.
 * @source torch.nn.functional.pad
 * @example
 * pad(tensor([[1, 2, 3]]), [2, 0], { mode: "reflect" }).arraySync() // [[3, 2, 1, 2, 3]]
 */
export function pad(input: Tensor, sizes: readonly number[], options?: PadOptions): Tensor {
  checkOptions("pad", options, { mode: ["constant", "reflect", "replicate", "circular"], value: null });
  const { mode = "constant", value = 0 } = options ?? {};
  if (sizes.length % 2 !== 0 || sizes.length > 2 * input.ndim || !sizes.every(Number.isInteger)) {
    throw new ArgumentError({
      operation: "pad",
      got: `sizes ${showShape(sizes)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "two whole numbers an axis, the last axis first",
    });
  }
  const low = input.shape.map((_, axis) => sizes[2 * (input.ndim - 1 - axis)] ?? 0);
  const high = input.shape.map((_, axis) => sizes[2 * (input.ndim - 1 - axis) + 1] ?? 0);
  if (
    input.shape.some((size, axis) => size + Math.min(low[axis]!, high[axis]!, low[axis]! + high[axis]!) < 0)
  ) {
    throw new ShapeError({
      operation: "pad",
      got: `sizes ${showShape(sizes)} for a tensor of shape ${showShape(input.shape)}`,
      expected: "no more cut off than there is",
    });
  }
  if (mode === "constant") {
    checkHolds("pad", input.dtype, value);
    const interior = low.map(() => 0);
    return dispatch(padPrimitive, [input], { low, high, interior, value });
  }
  if (value !== 0) {
    throw new ArgumentError({
      operation: "pad",
      got: `value ${value} in mode "${mode}"`,
      expected: 'a value in mode "constant" alone',
    });
  }
  requireSides(input, sizes, mode);
  const padded = input.shape.reduce(
    (inner, _, axis) => mirrored(inner, axis, low[axis]!, high[axis]!, mode),
    input,
  );
  return own(padded, input);
}

type Mirror = Exclude<PadOptions["mode"], "constant" | undefined>;

/**
 * Refuses, as PyTorch does, tensors that are no batch of signals, pictures or volumes with as many axes as there are pairs
 * of sizes, and borders that leave nothing.
 */
function requireSides({ shape, ndim }: Tensor, sizes: readonly number[], mode: Mirror): void {
  const axes = sizes.length / 2;
  const isBatch = ndim === axes + 2;
  const left = Array.from(
    { length: axes },
    (_, pair) => shape[ndim - 1 - pair]! + sizes[2 * pair]! + sizes[2 * pair + 1]!,
  );
  const fits = axes >= 1 && axes <= 3 && (isBatch || (ndim === axes + 1 && mode !== "circular"));
  if (!fits) {
    throw new ShapeError({
      operation: "pad",
      got: `${axes} pairs of sizes for a tensor of shape ${showShape(shape)}`,
      expected: `[batch, channels, …] with one to three axes behind, all of them padded${mode === "circular" ? "" : "; the batch may be missing"}`,
      hint: 'Try mode "constant", unsqueeze(0), or sizes of 0.',
    });
  }
  const isFull = mode === "circular" || shape.slice(isBatch || axes < 3 ? 1 : 0).every((size) => size > 0);
  const hasRest = mode === "circular" || left.some((size) => size > 0);
  if (isFull && hasRest) return;
  throw new ShapeError({
    operation: "pad",
    got: `sizes ${showShape(sizes)} for a tensor of shape ${showShape(shape)}`,
    expected: "elements to mirror, and some that are left",
  });
}

/** One axis with a border of its own elements. */
function mirrored(padded: Tensor, axis: number, before: number, after: number, mode: Mirror): Tensor {
  const size = padded.shape[axis]!;
  if (before === 0 && after === 0) return padded;
  if (mode === "circular" && Math.min(before, after) < 0) return wrappedCut(padded, axis, before, after);
  const most = { reflect: size - 1, replicate: Number.POSITIVE_INFINITY, circular: size }[mode];
  if (Math.max(before, after) > most) {
    throw new ShapeError({
      operation: "pad",
      got: `a border of ${before} and ${after} around an axis of size ${size}`,
      expected: `at most ${most} elements on each side in mode "${mode}"`,
    });
  }
  const places = Int32Array.from({ length: before + size + after }, (_, i) =>
    sourceOf(i - before, size, mode),
  );
  return indexSelect(padded, axis, fromData(places, [places.length], { device: padded.device }));
}

/** Cut where a border is negative; what is left is then wrapped around. */
function wrappedCut(input: Tensor, axis: number, before: number, after: number): Tensor {
  const lead = new Array<number>(2 * (input.ndim - 1 - axis)).fill(0);
  const cut = pad(input, [...lead, Math.min(before, 0), Math.min(after, 0)]);
  return mirrored(cut, axis, Math.max(before, 0), Math.max(after, 0), "circular");
}

/** The element that stands at a place beyond the axis' ends. */
function sourceOf(place: number, size: number, mode: Mirror): number {
  if (mode === "replicate") return Math.min(Math.max(place, 0), size - 1);
  if (mode === "circular") return ((place % size) + size) % size;
  const distance = Math.abs(place);
  return distance < size ? distance : 2 * (size - 1) - distance;
}
