import { scratch } from "./scratch";
import { multiplyAdd } from "./vector";

/**
 * Bytes of a data set times one vector, where leaving zeros out would take longer than multiplying with them. A row is
 * bytes[index[row]], or in order where index is 0; each byte stands for byte·multiplier/divisor. Strides in bytes; the
 * vector and the output have neighbours side by side.
 */
@unmanaged
class ByteVector {
  bytes: usize;
  byteStride: usize;
  index: usize;
  multiplier: f32;
  divisor: f32;
  vector: usize;
  output: usize;
  rows: i32;
  inner: i32;
}

/** Rows whose lines are asked for together, as they may lie anywhere. */
const GROUP: i32 = 16;

/** @inline */
function rowOf(job: ByteVector, row: i32): usize {
  const number = job.index ? <usize>load<u32>(job.index + (<usize>row << 2)) : <usize>row;
  return job.bytes + number * job.byteStride;
}

/** @inline */
function floats(bytes: v128, quarter: i32): v128 {
  const half = quarter < 2 ? i16x8.extend_low_i8x16_u(bytes) : i16x8.extend_high_i8x16_u(bytes);
  const words = quarter & 1 ? i32x4.extend_high_i16x8_u(half) : i32x4.extend_low_i16x8_u(half);
  return f32x4.convert_i32x4_s(words);
}

/** @inline */
function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** output[row] = Σ bytes[row, k]·vector[k]. A unit is a row. */
export function multiplyByteRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ByteVector>(pointer);
  for (let row = from; row < to; row++) {
    if ((row - from) % GROUP == 0) touchRows(job, row, min(to, row + GROUP));
    let at = rowOf(job, row);
    let vector = job.vector;
    let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
    let k = 0;
    for (; k + 16 <= job.inner; k += 16, at += 16, vector += 64) {
      const bytes = v128.load(at);
      c0 = multiplyAdd(floats(bytes, 0), v128.load(vector), c0);
      c1 = multiplyAdd(floats(bytes, 1), v128.load(vector, 16), c1);
      c2 = multiplyAdd(floats(bytes, 2), v128.load(vector, 32), c2);
      c3 = multiplyAdd(floats(bytes, 3), v128.load(vector, 48), c3);
    }
    let sum = sumLanes(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)));
    for (; k < job.inner; k++, at++, vector += 4) sum += <f32>load<u8>(at) * load<f32>(vector);
    store<f32>(job.output + (<usize>row << 2), sum * job.multiplier / job.divisor);
  }
}

/** output[k] = Σ bytes[row, k]·vector[row] over the rows. A unit is 16 columns of the bytes. */
export function sumByteRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ByteVector>(pointer);
  const scale = f32x4.splat(job.multiplier), divisor = f32x4.splat(job.divisor);
  for (let unit = from; unit < to; unit++) {
    const column = unit * 16;
    const output = job.output + (<usize>column << 2);
    if (column + 16 > job.inner) {
      for (let k = column; k < job.inner; k++) sumColumn(job, k);
      continue;
    }
    let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
    for (let row = 0; row < job.rows; row++) {
      const bytes = v128.load(rowOf(job, row) + column);
      const factor = v128.load32_splat(job.vector + (<usize>row << 2));
      c0 = multiplyAdd(floats(bytes, 0), factor, c0);
      c1 = multiplyAdd(floats(bytes, 1), factor, c1);
      c2 = multiplyAdd(floats(bytes, 2), factor, c2);
      c3 = multiplyAdd(floats(bytes, 3), factor, c3);
    }
    v128.store(output, f32x4.div(f32x4.mul(c0, scale), divisor));
    v128.store(output, f32x4.div(f32x4.mul(c1, scale), divisor), 16);
    v128.store(output, f32x4.div(f32x4.mul(c2, scale), divisor), 32);
    v128.store(output, f32x4.div(f32x4.mul(c3, scale), divisor), 48);
  }
}

function sumColumn(job: ByteVector, column: i32): void {
  let sum: f32 = 0;
  for (let row = 0; row < job.rows; row++) {
    sum += <f32>load<u8>(rowOf(job, row) + column) * load<f32>(job.vector + (<usize>row << 2));
  }
  store<f32>(job.output + (<usize>column << 2), sum * job.multiplier / job.divisor);
}

/** Reads a word of every line, so that memory is asked for all of them at once. */
function touchRows(job: ByteVector, from: i32, to: i32): void {
  if (!job.index) return;
  let sum: u32 = 0;
  for (let row = from; row < to; row++) {
    const source = rowOf(job, row);
    for (let at = 0; at < job.inner; at += 64) sum += load<u8>(source + at);
  }
  store<u32>(scratch, sum);
}
