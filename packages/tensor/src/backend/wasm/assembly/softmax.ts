import { exponential, logarithm } from "./elementary";
import { highestNear } from "./reduce";

/**
 * output[row] = softmax or log-softmax of a row, shifted by its maximum. A unit is a row; columns side by side, strides
 * in bytes; the output may be the input.
 */
@unmanaged
class SoftmaxRows {
  logarithm: bool;
  input: usize;
  inputStride: usize;
  output: usize;
  outputStride: usize;
  columns: i32;
}

export function softmaxRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<SoftmaxRows>(pointer);
  const bytes = <usize>job.columns << 2;
  for (let row = from; row < to; row++) {
    const input = job.input + <usize>row * job.inputStride;
    const output = job.output + <usize>row * job.outputStride;
    const highest = highestNear(input, job.columns);
    const sum = exponentials(input, job.columns, highest, job.logarithm ? 0 : output);
    if (job.logarithm) subtract(input, output, bytes, highest, logarithmOf(sum));
    else divide(output, bytes, <f32>sum);
  }
}

/** Σ exp(x - highest), each also written to `output` unless that is 0. */
function exponentials(input: usize, count: i32, highest: f32, output: usize): f64 {
  const shift = f32x4.splat(highest);
  let low = f64x2.splat(0), high = low;
  const whole = count & ~3;
  for (let i = 0; i < whole; i += 4, input += 16) {
    const e = exponential(f32x4.sub(v128.load(input), shift));
    low = f64x2.add(low, f64x2.promote_low_f32x4(e));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(e, e, 2, 3, 2, 3)));
    if (output) {
      v128.store(output, e);
      output += 16;
    }
  }
  if (whole < count) {
    const e = v128.and(exponential(f32x4.sub(loadSome(input, count - whole), shift)), someLanes(count - whole));
    low = f64x2.add(low, f64x2.promote_low_f32x4(e));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(e, e, 2, 3, 2, 3)));
    if (output) storeSome(output, e, count - whole);
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** The first one, two or three lanes. */
// @ts-ignore: decorator
@inline
function someLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** What lies behind a row is never read: it may be another thread's, or the memory's end. */
// @ts-ignore: decorator
@inline
function loadSome(from: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(from);
  const pair = v128.load64_zero(from);
  return count == 2 ? pair : v128.load32_lane(from, pair, 2, 8);
}

// @ts-ignore: decorator
@inline
function storeSome(to: usize, values: v128, count: i32): void {
  if (count == 1) {
    v128.store32_lane(to, values, 0);
    return;
  }
  v128.store64_lane(to, values, 0);
  if (count == 3) v128.store32_lane(to, values, 2, 8);
}

function logarithmOf(sum: f64): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(<f32>sum)), 0);
}

function divide(output: usize, bytes: usize, by: f32): void {
  const end = output + bytes;
  for (; output + 16 <= end; output += 16) v128.store(output, f32x4.div(v128.load(output), f32x4.splat(by)));
  for (; output < end; output += 4) store<f32>(output, load<f32>(output) / by);
}

function subtract(input: usize, output: usize, bytes: usize, highest: f32, logSum: f32): void {
  const end = output + bytes;
  for (; output + 16 <= end; output += 16, input += 16) {
    v128.store(output, f32x4.sub(f32x4.sub(v128.load(input), f32x4.splat(highest)), f32x4.splat(logSum)));
  }
  for (; output < end; output += 4, input += 4) store<f32>(output, load<f32>(input) - highest - logSum);
}

/**
 * losses[row] = -ln softmax(logits[row])[labels[row]], and, where `gradient` isn't 0, gradient[row] =
 * (softmax(logits[row]) - one-hot(labels[row]))·scale, the loss' gradient at the logits. Labels are int32; one that is no
 * column gives NaN. `scale` is the address of a float32. A unit is a row.
 */
@unmanaged
class CrossEntropyRows {
  logits: usize;
  logitsStride: usize;
  labels: usize;
  losses: usize;
  gradient: usize;
  gradientStride: usize;
  scale: usize;
  columns: i32;
}

export function crossEntropyRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<CrossEntropyRows>(pointer);
  for (let row = from; row < to; row++) {
    const logits = job.logits + <usize>row * job.logitsStride;
    const output = job.gradient ? job.gradient + <usize>row * job.gradientStride : 0;
    const highest = highestNear(logits, job.columns);
    const sum = exponentials(logits, job.columns, highest, output);
    const label = load<i32>(job.labels + (<usize>row << 2));
    const known = <u32>label < <u32>job.columns;
    const chosen: f32 = known ? load<f32>(logits + (<usize>label << 2)) - highest : NaN;
    store<f32>(job.losses + (<usize>row << 2), logarithmOf(sum) - chosen);
    if (!output) continue;
    const scale = load<f32>(job.scale);
    scaleRow(output, <usize>job.columns << 2, <f32>(<f64>scale / sum));
    if (known) store<f32>(output + (<usize>label << 2), load<f32>(output + (<usize>label << 2)) - scale);
  }
}

function scaleRow(output: usize, bytes: usize, by: f32): void {
  const end = output + bytes;
  for (; output + 16 <= end; output += 16) v128.store(output, f32x4.mul(v128.load(output), f32x4.splat(by)));
  for (; output < end; output += 4) store<f32>(output, load<f32>(output) * by);
}
