import { type Instruction, instruction } from "./instructions.js";

/** An image in a thread's scratch; see image-layout.ts in assembly/. */
const layout = {
  source: "address",
  imageStride: "count",
  channelStride: "count",
  rowStride: "count",
  columnStride: "count",
  channels: "count",
  height: "count",
  width: "count",
  top: "count",
  left: "count",
  rows: "count",
  phases: "count",
  pitch: "count",
} as const;

export type ImageLayout = { readonly [Name in keyof typeof layout]: number };

/** Nanoseconds of one multiply-add in a tile of a convolution. */
const MULTIPLY = 1 / 25;
/** Nanoseconds to lay out one element of an image. */
const LAY = 0.3;

function followedBy(head: Instruction, words: readonly number[], nanoseconds: number): Instruction {
  const all = new Int32Array(head.words.length + words.length);
  all.set(head.words);
  all.set(words, head.words.length);
  return { ...head, nanoseconds, words: all };
}

const cost = { nanoseconds: () => 0 };

const filterPacking = instruction(
  20,
  { weights: "address", outputStride: "count", outputs: "count", packed: "address", places: "count" },
  cost,
);

/** Outputs that the kernels compute together. */
export const PANEL = 4;

/** Unit: a panel of four outputs. `offsets` are the bytes from an output's first weight to each of its places. */
export function packFilters(
  fields: { weights: number; outputStride: number; outputs: number; packed: number },
  offsets: readonly number[],
): Instruction {
  const head = filterPacking({ ...fields, places: offsets.length }, Math.ceil(fields.outputs / PANEL));
  return followedBy(head, offsets, offsets.length * PANEL);
}

const convolving = instruction(
  21,
  {
    ...layout,
    output: "address",
    outputImage: "count",
    outputStride: "count",
    outputRow: "count",
    outputColumn: "count",
    outputs: "count",
    windowRow: "count",
    parts: "count",
  },
  cost,
);

/** A part of the output: where it and its windows begin, how many there are, and what each window sees where. */
export interface ConvolutionPieces {
  readonly output: number;
  readonly window: number;
  readonly rows: number;
  readonly columns: number;
  readonly packed: number;
  readonly places: readonly number[];
}

/** Unit: an image. */
export function convolve(
  fields: Omit<Parameters<typeof convolving>[0], "parts">,
  pieces: readonly ConvolutionPieces[],
  images: number,
): Instruction {
  const words = pieces.flatMap(({ output, window, rows, columns, packed, places }) => {
    return [output, window, rows, columns, packed, places.length, ...places];
  });
  const products = pieces.reduce(
    (sum, { rows, columns, places }) => sum + Math.max(0, rows) * Math.max(0, columns) * places.length,
    0,
  );
  const nanoseconds = products * fields.outputs * MULTIPLY + elementsOf(fields) * LAY;
  return followedBy(convolving({ ...fields, parts: pieces.length }, images), words, nanoseconds);
}

const filterGradient = instruction(
  22,
  {
    ...layout,
    gradient: "address",
    gradientImage: "count",
    gradientOutput: "count",
    gradientRow: "count",
    gradientColumn: "count",
    outputs: "count",
    windowRows: "count",
    windowColumns: "count",
    windowRow: "count",
    images: "count",
    perUnit: "count",
    perPass: "count",
    partial: "address",
    places: "count",
  },
  cost,
);

/** Unit: `perUnit` images. */
export function convolveFilters(
  fields: Omit<Parameters<typeof filterGradient>[0], "places">,
  places: readonly number[],
): Instruction {
  const { images, perUnit, outputs, windowRows, windowColumns } = fields;
  const head = filterGradient({ ...fields, places: places.length }, Math.ceil(images / perUnit));
  const products = outputs * windowRows * windowColumns * places.length;
  return followedBy(head, places, perUnit * (products * MULTIPLY + elementsOf(fields) * LAY));
}

function elementsOf({ channels, rows, phases, pitch }: ImageLayout): number {
  return channels * rows * phases * pitch;
}

/** Unit: a plane. */
export const poolLargest = instruction(
  23,
  {
    spread: "flag",
    values: "address",
    valuesPlane: "count",
    valuesRow: "count",
    valuesColumn: "count",
    by: "address",
    byPlane: "count",
    byRow: "count",
    byColumn: "count",
    output: "address",
    height: "count",
    width: "count",
    rows: "count",
    columns: "count",
    windowRows: "count",
    windowColumns: "count",
    strideRows: "count",
    strideColumns: "count",
    dilationRows: "count",
    dilationColumns: "count",
    top: "count",
    left: "count",
  },
  {
    nanoseconds: ({ rows, columns, windowRows, windowColumns }) =>
      rows * columns * windowRows * windowColumns,
  },
);
