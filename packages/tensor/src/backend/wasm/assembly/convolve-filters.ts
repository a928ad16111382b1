import { ImageLayout, layImage, layoutBytes } from "./image-layout";
import { scratch } from "./scratch";
import { multiplyAdd } from "./vector";

/** Outputs that one tile computes, at two places. */
// @ts-ignore: decorator
@inline
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
  const partialBytes = <usize>(job.outputs * job.places) << 2;
  for (let unit = from; unit < to; unit++) {
    const partial = job.partial + <usize>unit * partialBytes;
    memory.fill(partial, 0, partialBytes);
    const end = min(job.images, (unit + 1) * job.perUnit);
    for (let image = unit * job.perUnit; image < end; image += job.perPass) {
      addPass(job, image, min(job.perPass, end - image), bytes, partial);
    }
  }
}

/** Lays out some images, and their gradients where no four neighbours can be loaded at once, and adds their sums. */
function addPass(job: ConvolveFilters, image: i32, count: i32, bytes: usize, partial: usize): void {
  for (let i = 0; i < count; i++) layImage(job, image + i, scratch + <usize>i * bytes);
  const places = changetype<usize>(job) + offsetof<ConvolveFilters>();
  const direct = job.gradientColumn == 4 && job.windowColumns >= 4;
  const laid = scratch + <usize>job.perPass * bytes;
  const rowBytes = <usize>job.windowColumns << 2;
  const outputBytes = rowBytes * <usize>job.windowRows;
  let gradient = job.gradient + <usize>image * job.gradientImage;
  if (!direct) {
    layGradient(job, gradient, count, laid, rowBytes);
    gradient = laid;
  }
  const imageStride = direct ? job.gradientImage : outputBytes * <usize>job.outputs;
  const outputStride = direct ? job.gradientOutput : outputBytes;
  const rowStride = direct ? job.gradientRow : rowBytes;
  for (let output = 0; output < job.outputs; output += OUTPUTS) {
    for (let place = 0; place < job.places; place += 2) {
      tile(
        job, count, bytes, places, output, place,
        gradient + <usize>output * outputStride, imageStride, outputStride, rowStride, partial,
      );
    }
  }
}

/** Row after row without gaps. */
function layGradient(job: ConvolveFilters, gradient: usize, count: i32, target: usize, rowBytes: usize): void {
  for (let image = 0; image < count; image++) {
    for (let output = 0; output < job.outputs; output++) {
      let source = gradient + <usize>image * job.gradientImage + <usize>output * job.gradientOutput;
      for (let row = 0; row < job.windowRows; row++) {
        let at = source;
        for (let column: usize = 0; column < rowBytes; column += 4, at += job.gradientColumn) {
          store<f32>(target + column, load<f32>(at));
        }
        target += rowBytes;
        source += job.gradientRow;
      }
    }
  }
}

/** partial[output..][place..] += the sums of up to four outputs at two places, over all windows of some images. */
// @ts-ignore: decorator
@inline
function tile(
  job: ConvolveFilters, count: i32, bytes: usize, places: usize, output: i32, place: i32,
  gradient: usize, imageStride: usize, outputStride: usize, rowStride: usize, partial: usize,
): void {
  const present = job.outputs - output;
  const second = present > 1 ? outputStride : 0;
  const third = present > 2 ? outputStride * 2 : second;
  const fourth = present > 3 ? outputStride * 3 : third;
  const pair = place + 1 < job.places;
  const here = load<usize>(places + (<usize>place << 2));
  const next = pair ? load<usize>(places + (<usize>place << 2), 4) - here : 0;
  const whole = (<usize>job.windowColumns & ~3) << 2;
  // Where a row is no multiple of four, its last four are taken, less those that were taken before.
  const rest = job.windowColumns & 3;
  const mask = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(4 - rest));
  const back = <usize>(4 - rest) << 2;
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  for (let image = 0; image < count; image++) {
    let line = gradient + <usize>image * imageStride;
    let window = scratch + <usize>image * bytes + here;
    for (let row = 0; row < job.windowRows; row++, line += rowStride, window += job.windowRow) {
      let at = window, g = line;
      for (const end = line + whole; g < end; g += 16, at += 16) {
        const x = v128.load(at), y = v128.load(at + next);
        const g0 = v128.load(g);
        a0 = multiplyAdd(g0, x, a0);
        b0 = multiplyAdd(g0, y, b0);
        const g1 = v128.load(g + second);
        a1 = multiplyAdd(g1, x, a1);
        b1 = multiplyAdd(g1, y, b1);
        const g2 = v128.load(g + third);
        a2 = multiplyAdd(g2, x, a2);
        b2 = multiplyAdd(g2, y, b2);
        const g3 = v128.load(g + fourth);
        a3 = multiplyAdd(g3, x, a3);
        b3 = multiplyAdd(g3, y, b3);
      }
      if (rest) {
        at -= back;
        g -= back;
        const x = v128.and(v128.load(at), mask), y = v128.and(v128.load(at + next), mask);
        const g0 = v128.and(v128.load(g), mask), g1 = v128.and(v128.load(g + second), mask);
        a0 = multiplyAdd(g0, x, a0);
        b0 = multiplyAdd(g0, y, b0);
        a1 = multiplyAdd(g1, x, a1);
        b1 = multiplyAdd(g1, y, b1);
        const g2 = v128.and(v128.load(g + third), mask), g3 = v128.and(v128.load(g + fourth), mask);
        a2 = multiplyAdd(g2, x, a2);
        b2 = multiplyAdd(g2, y, b2);
        a3 = multiplyAdd(g3, x, a3);
        b3 = multiplyAdd(g3, y, b3);
      }
    }
  }
  const stride = <usize>job.places << 2;
  let to = partial + <usize>output * stride + (<usize>place << 2);
  addSums(to, a0, b0, pair);
  if (present > 1) addSums(to + stride, a1, b1, pair);
  if (present > 2) addSums(to + stride * 2, a2, b2, pair);
  if (present > 3) addSums(to + stride * 3, a3, b3, pair);
}

function addSums(to: usize, a: v128, b: v128, pair: bool): void {
  store<f32>(to, load<f32>(to) + sum(a));
  if (pair) store<f32>(to, load<f32>(to, 4) + sum(b), 4);
}

// @ts-ignore: decorator
@inline
function sum(lanes: v128): f32 {
  const halves = f32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}
