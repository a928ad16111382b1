import type { DType, TypedArray } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { forEachLine } from "./lines.js";
import { KeySorter } from "./sort-keys.js";

const SIGN = 0x80000000;

/** Positions that sort each line: stable, NaN as the largest of all. */
export function argsort(input: Tensor, dim: number, descending: boolean, output: Tensor): void {
  const [a, out] = [elements(input), elements(output)];
  const [length, step, outStep] = [input.shape[dim]!, input.strides[dim]!, output.strides[dim]!];
  const sorter = new KeySorter(length);
  const line = lineOf(input.dtype, length);
  const turn = descending ? 0xffffffff : 0;
  forEachLine(dim, input.shape, [input, output], ([start, outStart]) => {
    // −0 counts as 0.
    for (let n = 0, at = start!; n < length; n++, at += step) line.values[n] = a[at]! + 0;
    for (let n = 0; n < length; n++) sorter.order[n] = n;
    for (const word of line.words) {
      for (let n = 0; n < length; n++) sorter.keys[n] = word(sorter.order[n]!) ^ turn;
      sorter.sort();
    }
    for (let n = 0, at = outStart!; n < length; n++, at += outStep) out[at] = sorter.order[n]!;
  });
}

/** Room for a line's values, and the words, lowest first, as which each compares like the value itself. */
interface Line {
  readonly values: TypedArray;
  readonly words: readonly ((place: number) => number)[];
}

function lineOf(dtype: DType, length: number): Line {
  if (dtype === "float64") return lineOfDoubles(length);
  if (dtype === "float32") {
    const values = new Float32Array(length);
    const bits = new Int32Array(values.buffer);
    return { values, words: [(place) => (Number.isNaN(values[place]) ? -1 : ordered(bits[place]!))] };
  }
  const values = new Int32Array(length);
  return { values, words: [(place) => values[place]! ^ SIGN] };
}

function lineOfDoubles(length: number): Line {
  const values = new Float64Array(length);
  const bits = new Int32Array(values.buffer); // low and high words in turn, as all engines have it
  const low = (place: number): number => bits[2 * place]! ^ (bits[2 * place + 1]! >> 31);
  const high = (place: number): number => ordered(bits[2 * place + 1]!);
  return {
    values,
    words: [low, high].map((word) => (place) => (Number.isNaN(values[place]) ? -1 : word(place))),
  };
}

/** The first bits of a float, unsigned in the order of the numbers: larger ones below 0 are smaller. */
function ordered(bits: number): number {
  return bits < 0 ? ~bits : bits ^ SIGN;
}
