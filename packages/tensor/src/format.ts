import { type DType, isFloat } from "./dtype.js";

const PRECISION = 4;
const THRESHOLD = 1000;
const EDGE_ITEMS = 3;
const LINE_WIDTH = 80;
const PREFIX = "tensor(";

export interface Printable {
  /** The elements in row-major order; of float32 ones the exact values. */
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** What goes behind the dtype, e.g. `requiresGrad=true`. */
  readonly suffix?: string;
}

/** Takes the trailing 5 of a decimal half off, to the even neighbour, where JavaScript would round up. */
function roundHalfToEven(half: string, roundedUp: string): string {
  const kept = half.slice(0, -1);
  return Number(kept.at(-1)) % 2 === 0 ? kept : roundedUp;
}

function toFixed(value: number): string {
  const magnitude = Math.abs(value);
  const rounded = magnitude.toFixed(PRECISION);
  // A double halfway between two multiples of 10⁻⁴ is an odd multiple of 2⁻⁵.
  const digits =
    (magnitude * 32) % 2 === 1 ? roundHalfToEven(magnitude.toFixed(PRECISION + 1), rounded) : rounded;
  return value < 0 || Object.is(value, -0) ? `-${digits}` : digits;
}

/** 60 digits are more than enough to tell a decimal half from its neighbours among the doubles. */
function toScientific(value: number): string {
  const magnitude = Math.abs(value);
  const [rounded = "", exponent = "+0"] = magnitude.toExponential(PRECISION).split("e");
  const [exact = "", exactExponent] = magnitude.toExponential(60).split("e");
  const half = exact.slice(0, PRECISION + 3);
  const isHalf = exponent === exactExponent && /^50*$/.test(exact.slice(PRECISION + 2));
  const digits = isHalf ? roundHalfToEven(half, rounded) : rounded;
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  return `${sign}${digits}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function wholeNumber(value: number): string {
  return Object.is(value, -0) ? "-0." : `${value}.`;
}

interface Style {
  readonly width: number;
  readonly write: (value: number) => string;
}

function styleOf(write: (value: number) => string, measured: readonly number[]): Style {
  return { write, width: measured.reduce((width, value) => Math.max(width, write(value).length), 1) };
}

/** One notation and width for all elements; zeros, NaN and infinities have no say. @source torch._tensor_str._Formatter */
function chooseStyle(dtype: DType, values: readonly number[]): Style {
  if (dtype === "bool") return styleOf((value) => (value ? "True" : "False"), values);
  if (!isFloat(dtype)) return styleOf(String, values);
  const measured = values.filter((value) => Number.isFinite(value) && value !== 0);
  const magnitudes = measured.map(Math.abs);
  const smallest = magnitudes.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = magnitudes.reduce((a, b) => Math.max(a, b), 0);
  const whole = measured.every(Number.isInteger);
  const spread = largest / smallest > 1000 || largest > 1e8;
  const scientific = spread || (!whole && smallest < 1e-4);
  const finite = scientific ? toScientific : whole ? wholeNumber : toFixed;
  return styleOf((value) => (Number.isFinite(value) ? finite(value) : nonFinite(value)), measured);
}

/** The indices along an axis that are shown, undefined standing for the dots. */
function shownIndices(size: number, summarize: boolean): (number | undefined)[] {
  if (!summarize || size <= 2 * EDGE_ITEMS) return Array.from({ length: size }, (_, i) => i);
  const edge = Array.from({ length: EDGE_ITEMS }, (_, i) => i);
  return [...edge, undefined, ...edge.map((i) => size - EDGE_ITEMS + i)];
}

/** A row-major array as nested lists of the elements that are shown. */
class Layout {
  readonly axes: readonly (readonly (number | undefined)[])[];
  readonly strides: readonly number[];

  constructor(
    readonly data: ArrayLike<number>,
    readonly shape: readonly number[],
  ) {
    const count = shape.reduce((product, size) => product * size, 1);
    this.axes = shape.map((size) => shownIndices(size, count > THRESHOLD));
    this.strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  }

  shown(axis = 0, offset = 0): number[] {
    const indices = this.axes[axis];
    if (indices === undefined) return [this.data[offset]!];
    return indices.flatMap((i) =>
      i === undefined ? [] : this.shown(axis + 1, offset + i * this.strides[axis]!),
    );
  }

  write(style: Style, indent: number, axis = 0, offset = 0): string {
    const indices = this.axes[axis];
    if (indices === undefined) return style.write(this.data[offset]!).padStart(style.width);
    const last = axis === this.axes.length - 1;
    const parts = indices.map((i) => {
      if (i === undefined) return last ? " ..." : "...";
      return this.write(style, indent + 1, axis + 1, offset + i * this.strides[axis]!);
    });
    const margin = " ".repeat(indent + 1);
    if (!last) return `[${parts.join(`,${"\n".repeat(this.axes.length - 1 - axis)}${margin}`)}]`;
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (style.width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < parts.length; i += perLine) lines.push(parts.slice(i, i + perLine).join(", "));
    return `[${lines.join(`,\n${margin}`)}]`;
  }
}

function addSuffixes(text: string, suffixes: readonly string[]): string {
  let result = text;
  let lineLength = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    const wraps = lineLength + suffix.length + 2 > LINE_WIDTH;
    result += wraps ? `,\n${" ".repeat(PREFIX.length)}${suffix}` : `, ${suffix}`;
    lineLength = wraps ? PREFIX.length + suffix.length : lineLength + suffix.length + 2;
  }
  return `${result})`;
}

/**
 * A tensor as PyTorch prints it: four digits, lines of 80, the edges only from 1,001 elements up.
 *
 * The words differ where the languages do: `dtype=float64` for `dtype=torch.float64`, and int32, the integer type
 * here, goes without a suffix as int64 does there.
 *
 * @source torch._tensor_str
 * @example
 * formatTensor({ data: [1, 2.5, 3, 4], shape: [2, 2], dtype: "float32" });
 * // tensor([[1.0000, 2.5000],
 * //         [3.0000, 4.0000]])
 */
export function formatTensor({ data, shape, dtype, suffix }: Printable): string {
  const empty = shape.includes(0);
  const implied = dtype === "float32" || (!empty && (dtype === "int32" || dtype === "bool"));
  const suffixes: string[] = [];
  if (empty && shape.length !== 1) suffixes.push(`size=(${shape.join(", ")})`);
  if (!implied) suffixes.push(`dtype=${dtype}`);
  if (suffix) suffixes.push(suffix);
  if (empty) return addSuffixes(`${PREFIX}[]`, suffixes);
  const layout = new Layout(data, shape);
  const style = chooseStyle(dtype, layout.shown());
  return addSuffixes(PREFIX + layout.write(style, PREFIX.length), suffixes);
}
