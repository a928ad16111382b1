import { ArgumentError } from "@mnist/tensor";

/** A decoded picture: 1 gray, 2 gray and alpha, 3 RGB or 4 RGBA bytes a pixel, row by row. */
export interface DrawnImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: ArrayLike<number>;
}

/** A picture on the way to 28×28: ink from 0 (paper) to 255. */
export interface InkPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface PreparedDigit {
  /** 28×28 bytes as MNIST has them: 0 is paper, 255 is ink. */
  readonly pixels: Uint8Array;
  /** What each step left: the ink found, cut out, scaled to the box, centred. */
  readonly steps: readonly {
    readonly name: "ink" | "crop" | "box" | "centre";
    readonly picture: InkPicture;
  }[];
  /** What makes a reading doubtful. */
  readonly warnings: readonly string[];
}

const field = 28;
const box = 20;
/** Where MNIST's pictures have their centre of mass, in pixels counted from 0. */
const middle = 14;

/**
 * Makes a drawing look as MNIST's pictures do: alpha over white, gray, ink told from paper by the border, cut out, scaled
 * into a 20×20 box with the mean of the pixels under each new one, and laid into 28×28 with its centre of mass in the middle.
 *
 * @throws ArgumentError where the data does not fit the size.
 * @source http://yann.lecun.com/exdb/mnist, on how the pictures were normalised
 */
export function prepareDigit(image: DrawnImage): PreparedDigit {
  if (image.data.length !== image.width * image.height * image.channels || image.data.length === 0) {
    throw new ArgumentError({
      operation: "prepareDigit",
      got: `${image.data.length} bytes for ${image.width}×${image.height} pixels of ${image.channels}`,
      expected: "width × height × channels bytes, at least one pixel",
    });
  }
  const gray = toGray(image);
  const { ink, noise } = findInk(gray, image.width, image.height);
  const crop = cropInk(ink, noise);
  if (crop === null) {
    const blank = { width: field, height: field, data: new Float32Array(field * field) };
    return {
      pixels: new Uint8Array(field * field),
      steps: [
        { name: "ink", picture: ink },
        { name: "centre", picture: blank },
      ],
      warnings: ["the picture is empty"],
    };
  }
  const boxed = fitBox(crop);
  const centred = centre(boxed);
  return {
    pixels: Uint8Array.from(centred.data, Math.round),
    steps: [
      { name: "ink", picture: ink },
      { name: "crop", picture: crop },
      { name: "box", picture: boxed },
      { name: "centre", picture: centred },
    ],
    warnings: [],
  };
}

/** Luma (ITU-R BT.601) of the picture over white paper; a picture drawn in alpha alone becomes black on white. */
function toGray({ channels, data }: DrawnImage): Float32Array {
  const gray = new Float32Array(data.length / channels);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  let flat = true;
  for (let i = 0, at = 0; i < gray.length; i++, at += channels) {
    const level =
      channels < 3 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    const cover = alpha < 0 ? 1 : data[at + alpha]! / 255;
    gray[i] = level * cover + 255 * (1 - cover);
    flat &&= Math.abs(gray[i]! - gray[0]!) < 1;
  }
  if (flat && alpha >= 0) for (let i = 0; i < gray.length; i++) gray[i] = 255 - data[i * channels + alpha]!;
  return gray;
}

/** How far each pixel is from the paper, stretched to 0..255. The border is taken for paper, its unrest for noise. */
function findInk(gray: Float32Array, width: number, height: number): { ink: InkPicture; noise: number } {
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(gray[x]!, gray[(height - 1) * width + x]!);
  for (let y = 0; y < height; y++) border.push(gray[y * width]!, gray[y * width + width - 1]!);
  border.sort((a, b) => a - b);
  const paper = border[border.length >> 1]!;
  const towards = paper > 127 ? -1 : 1;
  const data = gray.map((level) => Math.max((level - paper) * towards, 0));
  const unrest = border.map((level) => Math.max((level - paper) * towards, 0)).sort((a, b) => a - b);
  const darkest = data.reduce((a, b) => Math.max(a, b), 0);
  const stretch = darkest >= 16 ? 255 / darkest : 0;
  const noise = unrest[Math.floor(unrest.length * 0.9)]! * stretch;
  return { ink: { width, height, data: data.map((level) => level * stretch) }, noise };
}

/** The part that holds ink above the noise, which is taken off; null where there is none. */
function cropInk({ width, height, data }: InkPicture, noise: number): InkPicture | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! <= noise * 1.5) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  const [columns, rows] = [right - left + 1, bottom - top + 1];
  const cut = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const level = data[(top + y) * width + left + x]!;
      cut[y * columns + x] = level > noise * 1.5 ? level : 0;
    }
  }
  return { width: columns, height: rows, data: cut };
}

/** Scaled so that the longer side is 20, each new pixel the mean of what lies under it. */
function fitBox({ width, height, data }: InkPicture): InkPicture {
  const scale = box / Math.max(width, height);
  const [columns, rows] = [Math.max(Math.round(width * scale), 1), Math.max(Math.round(height * scale), 1)];
  const across = coverage(width, columns);
  const down = coverage(height, rows);
  const scaled = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (const [row, tall] of down[y]!)
        for (const [column, wide] of across[x]!) sum += data[row * width + column]! * tall * wide;
      scaled[y * columns + x] = sum;
    }
  }
  return { width: columns, height: rows, data: scaled };
}

/** For each of `to` equal parts of an axis of `from` pixels: the pixels it covers and the share of each, summing to 1. */
function coverage(from: number, to: number): [pixel: number, share: number][][] {
  const length = from / to;
  return Array.from({ length: to }, (_, part) => {
    const [start, end] = [part * length, (part + 1) * length];
    const shares: [number, number][] = [];
    for (let pixel = Math.floor(start); pixel < Math.min(Math.ceil(end - 1e-9), from); pixel++) {
      shares.push([pixel, (Math.min(end, pixel + 1) - Math.max(start, pixel)) / length]);
    }
    return shares;
  });
}

/** Laid into 28×28 by whole pixels so that the centre of mass is in the middle, as far as it stays inside. */
function centre({ width, height, data }: InkPicture): InkPicture {
  let [mass, acrossMass, downMass] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = data[y * width + x]!;
      mass += level;
      acrossMass += level * x;
      downMass += level * y;
    }
  }
  const place = (centreOfMass: number, size: number): number =>
    Math.min(Math.max(Math.round(middle - centreOfMass), 0), field - size);
  const [left, top] = [place(acrossMass / mass, width), place(downMass / mass, height)];
  const laid = new Float32Array(field * field);
  for (let y = 0; y < height; y++)
    laid.set(data.subarray(y * width, (y + 1) * width), (top + y) * field + left);
  return { width: field, height: field, data: laid };
}
