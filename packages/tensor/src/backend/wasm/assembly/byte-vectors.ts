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
/** Columns that are summed together. */
const WIDTH: i32 = 32;

/** @inline */
function numberOf(index: usize, row: i32): usize {
  return index ? <usize>load<u32>(index + (<usize>row << 2)) : <usize>row;
}

/** @inline */
function rowOf(job: ByteVector, row: i32): usize {
  return job.bytes + numberOf(job.index, row) * job.byteStride;
}

/** The first four of eight 16-bit numbers. @inline */
function low(words: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words));
}

/** The last four. @inline */
function high(words: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words));
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
  for (let row = from; row < to; row += 2) {
    if ((row - from) % GROUP == 0) touchRows(job, row, min(to, row + GROUP));
    multiplyTwo(job, row, min(row + 1, to - 1));
  }
}

/** Two rows, which may be one, against one reading of the vector; each is summed as it would be alone. */
function multiplyTwo(job: ByteVector, row: i32, other: i32): void {
  let at = rowOf(job, row), beside = rowOf(job, other);
  let vector = job.vector;
  const inner = job.inner;
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  let k = 0;
  for (; k + 16 <= inner; k += 16, at += 16, beside += 16, vector += 64) {
    const v0 = v128.load(vector), v1 = v128.load(vector, 16);
    const v2 = v128.load(vector, 32), v3 = v128.load(vector, 48);
    const a = v128.load8x8_u(at), b = v128.load8x8_u(beside);
    const c = v128.load8x8_u(at, 8), d = v128.load8x8_u(beside, 8);
    a0 = multiplyAdd(low(a), v0, a0);
    b0 = multiplyAdd(low(b), v0, b0);
    a1 = multiplyAdd(high(a), v1, a1);
    b1 = multiplyAdd(high(b), v1, b1);
    a2 = multiplyAdd(low(c), v2, a2);
    b2 = multiplyAdd(low(d), v2, b2);
    a3 = multiplyAdd(high(c), v3, a3);
    b3 = multiplyAdd(high(d), v3, b3);
  }
  let sum = sumLanes(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)));
  let second = sumLanes(f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3)));
  for (; k < inner; k++, at++, beside++, vector += 4) {
    sum += <f32>load<u8>(at) * load<f32>(vector);
    second += <f32>load<u8>(beside) * load<f32>(vector);
  }
  store<f32>(job.output + (<usize>row << 2), sum * job.multiplier / job.divisor);
  store<f32>(job.output + (<usize>other << 2), second * job.multiplier / job.divisor);
}

/** output[k] = Σ bytes[row, k]·vector[row] over the rows. A unit is 32 columns of the bytes. */
export function sumByteRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ByteVector>(pointer);
  for (let unit = from; unit < to; unit++) {
    // The last unit does some columns once more, with the same result, rather than fewer.
    const column = min(unit * WIDTH, job.inner - WIDTH);
    if (column >= 0) sumColumns(job, column);
    else for (let k = 0; k < job.inner; k++) sumColumn(job, k);
  }
}

function sumColumns(job: ByteVector, column: i32): void {
  const output = job.output + (<usize>column << 2);
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  const bytes = job.bytes + column, stride = job.byteStride, index = job.index, rows = job.rows;
  let vector = job.vector;
  for (let row = 0; row < rows; row++, vector += 4) {
    const at = bytes + numberOf(index, row) * stride;
    const factor = v128.load32_splat(vector);
    const a = v128.load8x8_u(at), b = v128.load8x8_u(at, 8);
    const c = v128.load8x8_u(at, 16), d = v128.load8x8_u(at, 24);
    c0 = multiplyAdd(low(a), factor, c0);
    c1 = multiplyAdd(high(a), factor, c1);
    c2 = multiplyAdd(low(b), factor, c2);
    c3 = multiplyAdd(high(b), factor, c3);
    c4 = multiplyAdd(low(c), factor, c4);
    c5 = multiplyAdd(high(c), factor, c5);
    c6 = multiplyAdd(low(d), factor, c6);
    c7 = multiplyAdd(high(d), factor, c7);
  }
  storeScaled(job, output, c0, c1, c2, c3);
  storeScaled(job, output + 64, c4, c5, c6, c7);
}

/** @inline */
function storeScaled(job: ByteVector, output: usize, a: v128, b: v128, c: v128, d: v128): void {
  const scale = f32x4.splat(job.multiplier), divisor = f32x4.splat(job.divisor);
  v128.store(output, f32x4.div(f32x4.mul(a, scale), divisor));
  v128.store(output, f32x4.div(f32x4.mul(b, scale), divisor), 16);
  v128.store(output, f32x4.div(f32x4.mul(c, scale), divisor), 32);
  v128.store(output, f32x4.div(f32x4.mul(d, scale), divisor), 48);
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
