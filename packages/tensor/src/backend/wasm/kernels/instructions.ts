/** An address is a byte offset into the linear memory; strides are bytes. */
type FieldKind = "address" | "count" | "float" | "flag";

type FieldsOf<Layout> = { readonly [Name in keyof Layout]: Layout[Name] extends "flag" ? boolean : number };

/** One call of a kernel: what program.ts in assembly/ reads after the header, word for word. */
export interface Instruction {
  readonly opcode: number;
  /** Rows, panels or blocks; each may be done by any thread, alone and in any order. */
  readonly units: number;
  /** About what one unit takes, from which follows how many units a thread takes at once. */
  readonly nanoseconds: number;
  /** Units that are cheaper together: the rows of a tile. A thread takes multiples of as many. */
  readonly together: number;
  readonly words: Int32Array;
}

interface Cost<Fields> {
  readonly nanoseconds: (fields: Fields) => number;
  readonly together?: number;
}

const floatBits = new Float32Array(1);
const wordBits = new Int32Array(floatBits.buffer);

export function instruction<const Layout extends Record<string, FieldKind>>(
  opcode: number,
  layout: Layout,
  { nanoseconds, together = 1 }: Cost<FieldsOf<Layout>>,
) {
  const names = Object.keys(layout) as (keyof Layout & string)[];
  return Object.assign(
    (fields: FieldsOf<Layout>, units: number): Instruction => {
      const words = new Int32Array(names.length);
      names.forEach((name, i) => {
        const value = Number(fields[name]);
        words[i] = layout[name] === "float" ? bitsOf(value) : value;
      });
      return { opcode, units, nanoseconds: nanoseconds(fields), together, words };
    },
    /** Which word of an instruction a field is, to change it between two runs. */
    { wordOf: (name: keyof Layout & string): number => names.indexOf(name) },
  );
}

/** The 32 bits of a number rounded to float32. */
function bitsOf(value: number): number {
  floatBits[0] = value;
  return wordBits[0]!;
}

/** Nanoseconds of one multiply-add in a dense tile. */
const MULTIPLY = 1 / 30;
/** The same, leaving out zeros at the density of handwritten digits. */
const SPARSE_MULTIPLY = MULTIPLY / 4;
/** Nanoseconds to widen a byte and multiply it. */
const BYTE_MULTIPLY = 0.12;
/** Nanoseconds to copy, convert or add up one element. */
const TOUCH = 0.15;
/** A multiple of 5 and 6, the rows of a tile. */
const TILES = 30;

/** Unit: a panel of 8 columns. */
export const packColumns = instruction(
  1,
  {
    right: "address",
    rightRowStride: "count",
    rightColumnStride: "count",
    inner: "count",
    columns: "count",
    panels: "address",
  },
  { nanoseconds: ({ inner }) => 8 * inner * TOUCH },
);

/** Unit: a row of the output. */
export const multiplyRows = instruction(
  2,
  {
    left: "address",
    leftRowStride: "count",
    leftColumnStride: "count",
    panels: "address",
    panelRowStride: "count",
    panelStride: "count",
    output: "address",
    outputRowStride: "count",
    inner: "count",
    columns: "count",
  },
  { nanoseconds: ({ inner, columns }) => inner * columns * MULTIPLY, together: TILES },
);

/** Columns of a unit of `multiplyRow`, and the least that it takes. */
export const ROW_GROUP = 16;

/** Unit: 16 columns of the output's only row. */
export const multiplyRow = instruction(
  10,
  {
    left: "address",
    leftStride: "count",
    right: "address",
    rightRowStride: "count",
    rightColumnStride: "count",
    output: "address",
    inner: "count",
    columns: "count",
  },
  { nanoseconds: ({ inner }) => ROW_GROUP * inner * TOUCH },
);

/** Unit: 16 rows of the right operand. */
export const packRows = instruction(
  3,
  {
    right: "address",
    rightRowStride: "count",
    rightColumnStride: "count",
    inner: "count",
    columns: "count",
    packed: "address",
    packedStride: "count",
    flags: "address",
  },
  { nanoseconds: ({ columns }) => 16 * columns * TOUCH },
);

/** Unit: a row of the output. */
export const multiplySparseRows = instruction(
  4,
  {
    left: "address",
    leftStride: "count",
    index: "address",
    bytes: "flag",
    multiplier: "float",
    divisor: "float",
    packed: "address",
    packedStride: "count",
    flags: "address",
    output: "address",
    outputStride: "count",
    inner: "count",
    columns: "count",
  },
  { nanoseconds: ({ inner, columns }) => inner * columns * SPARSE_MULTIPLY, together: 16 },
);

/** Unit: 16 columns of the left operand. */
export const multiplySparseColumns = instruction(
  5,
  {
    left: "address",
    leftStride: "count",
    index: "address",
    bytes: "flag",
    multiplier: "float",
    divisor: "float",
    packed: "address",
    packedStride: "count",
    flags: "address",
    output: "address",
    outputRowStride: "count",
    outputColumnStride: "count",
    rows: "count",
    inner: "count",
    columns: "count",
  },
  { nanoseconds: ({ rows, columns }) => 16 * rows * columns * SPARSE_MULTIPLY },
);

export const reductions = { sum: 0, max: 1, min: 2 } as const;

/** Unit: a row. */
export const reduceRows = instruction(
  7,
  {
    operation: "count",
    input: "address",
    rowStride: "count",
    columnStride: "count",
    columns: "count",
    output: "address",
  },
  { nanoseconds: ({ columns }) => 2 + columns * TOUCH },
);

/** Unit: 16 columns. */
export const sumColumns = instruction(
  8,
  {
    input: "address",
    rowStride: "count",
    rows: "count",
    columns: "count",
    output: "address",
  },
  { nanoseconds: ({ rows }) => 16 * rows * TOUCH },
);

/** Unit: a row. */
export const argRows = instruction(
  9,
  {
    lowest: "flag",
    input: "address",
    rowStride: "count",
    columnStride: "count",
    columns: "count",
    output: "address",
  },
  { nanoseconds: ({ columns }) => 2 + columns },
);

/** Unit: a row. */
export const gatherBytes = instruction(
  12,
  {
    bytes: "address",
    byteStride: "count",
    index: "address",
    multiplier: "float",
    divisor: "float",
    output: "address",
    outputStride: "count",
    columns: "count",
  },
  { nanoseconds: ({ columns }) => columns * TOUCH },
);

/** Unit: a row. */
export const gatherRows = instruction(
  13,
  { input: "address", index: "address", output: "address", bytes: "count" },
  { nanoseconds: ({ bytes }) => 2 + bytes * (TOUCH / 4) },
);

/** Unit: 16 columns. */
export const addRows = instruction(
  18,
  { source: "address", index: "address", output: "address", rows: "count", columns: "count" },
  { nanoseconds: ({ rows }) => rows * (2 + 16 * TOUCH) },
);

/** Unit: a row. */
export const gatherColumns = instruction(
  14,
  {
    backwards: "flag",
    input: "address",
    inputStride: "count",
    index: "address",
    indexStride: "count",
    output: "address",
    outputStride: "count",
    columns: "count",
  },
  { nanoseconds: ({ columns }) => 2 + columns },
);

const byteVector = {
  bytes: "address",
  byteStride: "count",
  index: "address",
  multiplier: "float",
  divisor: "float",
  vector: "address",
  output: "address",
  rows: "count",
  inner: "count",
} as const;

/** Unit: a row. */
export const multiplyByteRows = instruction(15, byteVector, {
  nanoseconds: ({ inner }) => inner * BYTE_MULTIPLY,
  together: 4,
});

/** Unit: 32 columns of the bytes. */
export const sumByteRows = instruction(16, byteVector, {
  nanoseconds: ({ rows }) => 32 * rows * BYTE_MULTIPLY,
});

/** Unit: a product of two matrices. */
export const multiplyMatrices = instruction(
  17,
  {
    left: "address",
    leftOuterStride: "count",
    leftNearStride: "count",
    leftRowStride: "count",
    leftColumnStride: "count",
    right: "address",
    rightOuterStride: "count",
    rightNearStride: "count",
    rightRowStride: "count",
    rightColumnStride: "count",
    output: "address",
    outputOuterStride: "count",
    outputNearStride: "count",
    outputRowStride: "count",
    near: "count",
    rows: "count",
    inner: "count",
    columns: "count",
  },
  {
    nanoseconds: ({ rows, inner, columns }) =>
      rows * inner * columns * MULTIPLY + (rows + columns) * inner * TOUCH,
  },
);
