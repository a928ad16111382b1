import { ImageLayout, layImage, layoutBytes } from "./image-layout";
import { scratch } from "./scratch";
import { multiplyAdd } from "./vector";

/** Outputs that one tile computes, beside two runs of four windows. */
const OUTPUTS: i32 = 4;

/** Bytes of an image that a panel's windows see before the next panel's do. */
const SEEN: i32 = 16384;

/**
 * packed[panel][place][4] = weights[panel·4 + lane] at the byte offsets that follow, one for each place; outputs beyond
 * the last become zeros. A unit is a panel.
 */
@unmanaged
class PackFilters {
  weights: usize;
  outputStride: usize;
  outputs: i32;
  packed: usize;
  places: i32;
}

export function packFilters(pointer: usize, from: i32, to: i32): void {
  const job = changetype<PackFilters>(pointer);
  const places = pointer + offsetof<PackFilters>();
  let target = job.packed + <usize>(from * job.places) * (OUTPUTS * 4);
  for (let panel = from; panel < to; panel++) {
    for (let k = 0; k < job.places; k++) {
      const weights = job.weights + load<usize>(places + (<usize>k << 2));
      for (let output = panel * OUTPUTS; output < panel * OUTPUTS + OUTPUTS; output++, target += 4) {
        store<f32>(target, output < job.outputs ? load<f32>(weights + <usize>output * job.outputStride) : 0);
      }
    }
  }
}

/**
 * output[image, output, y, x] = Σ filter · layout over the places of a window: each place is a byte offset into the
 * laid-out image from where the window begins. Behind the fields follow parts of the output, each with windows and places
 * of its own: one for a convolution, one for each remainder modulo the stride for the gradient of its input. A unit is an
 * image. Strides in bytes. Each output is one chain of multiply-adds in the order of the places.
 */
@unmanaged
class Convolve extends ImageLayout {
  output: usize;
  outputImage: usize;
  outputStride: usize;
  outputRow: usize;
  outputColumn: usize;
  outputs: i32;
  /** From a window's beginning to that of the window below. */
  windowRow: usize;
  parts: i32;
}

@unmanaged
class Part {
  /** Of the first window, from the image's first output. */
  output: usize;
  /** Of the first window, in the layout. */
  window: usize;
  rows: i32;
  columns: i32;
  packed: usize;
  places: i32;
}

export function convolve(pointer: usize, from: i32, to: i32): void {
  const job = changetype<Convolve>(pointer);
  memory.fill(scratch, 0, layoutBytes(job));
  for (let image = from; image < to; image++) {
    layImage(job, image, scratch);
    let at = pointer + offsetof<Convolve>();
    const output = job.output + <usize>image * job.outputImage;
    for (let number = 0; number < job.parts; number++) {
      const part = changetype<Part>(at);
      if (part.rows > 0 && part.columns > 0) convolvePart(job, part, output + part.output);
      at += offsetof<Part>() + (<usize>part.places << 2);
    }
  }
}

/** Some rows of all outputs, then the next rows, so that what their windows see stays in the first-level cache. */
function convolvePart(job: Convolve, part: Part, output: usize): void {
  const rows = max(1, SEEN / max(1, job.channels * <i32>job.windowRow));
  for (let row = 0; row < part.rows; row += rows) {
    const end = min(part.rows, row + rows);
    for (let first = 0; first < job.outputs; first += OUTPUTS) convolvePanel(job, part, first, output, row, end);
  }
}

/** Some rows of up to four outputs of one image: the windows in runs of four neighbours, two runs at a time. */
function convolvePanel(job: Convolve, part: Part, first: i32, image: usize, row: i32, endRow: i32): void {
  const places = changetype<usize>(part) + offsetof<Part>();
  const weights = part.packed + <usize>(first * part.places) * 4;
  const present = min(OUTPUTS, job.outputs - first);
  const output = image + <usize>first * job.outputStride;
  const window = scratch + part.window;
  const perRow = (part.columns + 3) >> 2;
  const runs = endRow * perRow;
  const count = min(4, part.columns);
  for (let run = row * perRow; run < runs; run += 2) {
    // The last run of a row overlaps the one before, and the last pair may be one run twice.
    const other = min(run + 1, runs - 1);
    const rowA = run / perRow, columnA = min((run - rowA * perRow) << 2, part.columns - count);
    const rowB = other / perRow, columnB = min((other - rowB * perRow) << 2, part.columns - count);
    tile(
      job, places, places + (<usize>part.places << 2), weights,
      window + <usize>rowA * job.windowRow + (<usize>columnA << 2),
      window + <usize>rowB * job.windowRow + (<usize>columnB << 2),
      output + <usize>rowA * job.outputRow + <usize>columnA * job.outputColumn,
      output + <usize>rowB * job.outputRow + <usize>columnB * job.outputColumn,
      count, present,
    );
  }
}

/** @inline */
function tile(
  job: Convolve, place: usize, end: usize, weights: usize, a: usize, b: usize, toA: usize, toB: usize,
  count: i32, present: i32,
): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  for (; place < end; place += 4, weights += 16) {
    const offset = load<usize>(place);
    const x = v128.load(a + offset), y = v128.load(b + offset);
    const w0 = v128.load32_splat(weights);
    a0 = multiplyAdd(w0, x, a0);
    b0 = multiplyAdd(w0, y, b0);
    const w1 = v128.load32_splat(weights, 4);
    a1 = multiplyAdd(w1, x, a1);
    b1 = multiplyAdd(w1, y, b1);
    const w2 = v128.load32_splat(weights, 8);
    a2 = multiplyAdd(w2, x, a2);
    b2 = multiplyAdd(w2, y, b2);
    const w3 = v128.load32_splat(weights, 12);
    a3 = multiplyAdd(w3, x, a3);
    b3 = multiplyAdd(w3, y, b3);
  }
  const step = job.outputColumn;
  storeRun(toA, a0, count, step);
  storeRun(toB, b0, count, step);
  if (present < 2) return;
  toA += job.outputStride;
  toB += job.outputStride;
  storeRun(toA, a1, count, step);
  storeRun(toB, b1, count, step);
  if (present < 3) return;
  toA += job.outputStride;
  toB += job.outputStride;
  storeRun(toA, a2, count, step);
  storeRun(toB, b2, count, step);
  if (present < 4) return;
  toA += job.outputStride;
  toB += job.outputStride;
  storeRun(toA, a3, count, step);
  storeRun(toB, b3, count, step);
}

/** @inline */
function storeRun(to: usize, values: v128, count: i32, step: usize): void {
  if (count == 4 && step == 4) v128.store(to, values);
  else storeSome(to, values, count, step);
}

function storeSome(to: usize, values: v128, count: i32, step: usize): void {
  if (count > 0) v128.store32_lane(to, values, 0);
  if (count > 1) v128.store32_lane(to + step, values, 1);
  if (count > 2) v128.store32_lane(to + step * 2, values, 2);
  if (count > 3) v128.store32_lane(to + step * 3, values, 3);
}
