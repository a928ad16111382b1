import { ImageLayout, layImage, layoutBytes } from "./image-layout";
import { scratch } from "./scratch";
import { multiplyAdd } from "./vector";

/** Outputs that one tile computes, at two places. */
const OUTPUTS: i32 = 4;

/**
 * partial[unit][output][place] = Σ gradient · layout over the windows of `perUnit` images: what the gradient of the
 * filters is the sum of. Which images make a unit does not depend on the threads, so neither do the sums. Behind the
 * fields follow the places, as byte offsets into the laid-out image. Strides in bytes.
 */
@unmanaged
class ConvolveFilters extends ImageLayout {
  gradient: usize;
  gradientImage: usize;
  gradientOutput: usize;
  gradientRow: usize;
  gradientColumn: usize;
  outputs: i32;
  windowRows: i32;
  windowColumns: i32;
  /** From a window's beginning to that of the window below. */
  windowRow: usize;
  images: i32;
  perUnit: i32;
  /** Images laid out at once. */
  perPass: i32;
  partial: usize;
  places: i32;
}

export function convolveFilters(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ConvolveFilters>(pointer);
  const bytes = layoutBytes(job);
  memory.fill(scratch, 0, bytes * <usize>job.perPass);
  const runs = runsOf(job);
  const starts = scratch + bytes * <usize>job.perPass;
  layStarts(job, bytes, starts);
  const laid = starts + (<usize>(job.perPass * runs) << 2);
  const partialBytes = <usize>(job.outputs * job.places) << 2;
  for (let unit = from; unit < to; unit++) {
    const partial = job.partial + <usize>unit * partialBytes;
    memory.fill(partial, 0, partialBytes);
    const end = min(job.images, (unit + 1) * job.perUnit);
    for (let image = unit * job.perUnit; image < end; image += job.perPass) {
      const count = min(job.perPass, end - image);
      for (let i = 0; i < count; i++) layImage(job, image + i, scratch + <usize>i * bytes);
      layGradient(job, image, count, laid);
      addPass(job, starts, laid, count * runs, partial);
    }
  }
}

/** Runs of four neighbouring windows that an image has: the last of a row overlaps the one before. @inline */
function runsOf(job: ConvolveFilters): i32 {
  return job.windowRows * ((job.windowColumns + 3) >> 2);
}

/** Where the run that should start at `column` does start, so that it ends within the row. @inline */
function startOf(job: ConvolveFilters, column: i32): i32 {
  return max(0, min(column, job.windowColumns - 4));
}

/** For each run of the images of a pass, how far its first window begins from the first image's. */
function layStarts(job: ConvolveFilters, bytes: usize, target: usize): void {
  for (let image = 0; image < job.perPass; image++) {
    let line = <usize>image * bytes;
    for (let row = 0; row < job.windowRows; row++, line += job.windowRow) {
      for (let column = 0; column < job.windowColumns; column += 4, target += 4) {
        store<usize>(target, line + (<usize>startOf(job, column) << 2));
      }
    }
  }
}

/** The gradients of a pass, output by output: runs of four, zero where a window belongs to the run before or to none. */
function layGradient(job: ConvolveFilters, first: i32, count: i32, target: usize): void {
  const columns = job.windowColumns;
  const near = job.gradientColumn == 4 && columns >= 4;
  const fresh = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat((4 - (columns & 3)) & 3));
  for (let output = 0; output < job.outputs; output++) {
    for (let image = first; image < first + count; image++) {
      let line = job.gradient + <usize>image * job.gradientImage + <usize>output * job.gradientOutput;
      for (let row = 0; row < job.windowRows; row++, line += job.gradientRow) {
        let column = 0;
        if (near) {
          for (; column + 4 <= columns; column += 4, target += 16) v128.store(target, v128.load(line + (<usize>column << 2)));
          if (column < columns) {
            v128.store(target, v128.and(v128.load(line + (<usize>(columns - 4) << 2)), fresh));
            target += 16;
          }
          continue;
        }
        for (; column < columns; column += 4, target += 16) {
          const start = startOf(job, column);
          for (let lane = 0; lane < 4; lane++) {
            const at = start + lane;
            const value = at >= column && at < columns ? load<f32>(line + <usize>at * job.gradientColumn) : 0;
            store<f32>(target + (<usize>lane << 2), value);
          }
        }
      }
    }
  }
}

/** Adds the sums over some runs to those of the images before. */
function addPass(job: ConvolveFilters, starts: usize, laid: usize, runs: i32, partial: usize): void {
  const places = changetype<usize>(job) + offsetof<ConvolveFilters>();
  const runBytes = <usize>runs << 4;
  for (let output = 0; output < job.outputs; output += OUTPUTS) {
    const gradient = laid + <usize>output * runBytes;
    for (let place = 0; place < job.places; place += 2) {
      tile(job, places + (<usize>place << 2), output, place, starts, gradient, runBytes, partial);
    }
  }
}

/** partial[output..][place..] += the sums of up to four outputs at two places. @inline */
function tile(
  job: ConvolveFilters, places: usize, output: i32, place: i32, starts: usize, gradient: usize, runBytes: usize,
  partial: usize,
): void {
  const present = job.outputs - output;
  const second = present > 1 ? runBytes : 0;
  const third = present > 2 ? runBytes * 2 : second;
  const fourth = present > 3 ? runBytes * 3 : third;
  const pair = place + 1 < job.places;
  const here = scratch + load<usize>(places);
  const next = pair ? scratch + load<usize>(places, 4) : here;
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  for (const end = gradient + runBytes; gradient < end; gradient += 16, starts += 4) {
    const start = load<usize>(starts);
    const x = v128.load(here + start), y = v128.load(next + start);
    const g0 = v128.load(gradient);
    a0 = multiplyAdd(g0, x, a0);
    b0 = multiplyAdd(g0, y, b0);
    const g1 = v128.load(gradient + second);
    a1 = multiplyAdd(g1, x, a1);
    b1 = multiplyAdd(g1, y, b1);
    const g2 = v128.load(gradient + third);
    a2 = multiplyAdd(g2, x, a2);
    b2 = multiplyAdd(g2, y, b2);
    const g3 = v128.load(gradient + fourth);
    a3 = multiplyAdd(g3, x, a3);
    b3 = multiplyAdd(g3, y, b3);
  }
  const stride = <usize>job.places << 2;
  const to = partial + <usize>output * stride + (<usize>place << 2);
  addSums(to, a0, b0, pair);
  if (present > 1) addSums(to + stride, a1, b1, pair);
  if (present > 2) addSums(to + stride * 2, a2, b2, pair);
  if (present > 3) addSums(to + stride * 3, a3, b3, pair);
}

function addSums(to: usize, a: v128, b: v128, pair: bool): void {
  store<f32>(to, load<f32>(to) + sum(a));
  if (pair) store<f32>(to, load<f32>(to, 4) + sum(b), 4);
}

/** @inline */
function sum(lanes: v128): f32 {
  const halves = f32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}
