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
  for (let row = from; row < to; row += 4) {
    const last = to - 1;
    multiplyFour(job, row, min(row + 1, last), min(row + 2, last), min(row + 3, last));
  }
}

/**
 * Four rows, of which some may be the same, against one reading of the vector; each is summed as it would be alone. Lines
 * of four rows are on their way at once, which may lie anywhere.
 */
function multiplyFour(job: ByteVector, first: i32, second: i32, third: i32, fourth: i32): void {
  const a = rowOf(job, first), b = rowOf(job, second), c = rowOf(job, third), d = rowOf(job, fourth);
  const inner = <usize>job.inner, vector = job.vector;
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  let k: usize = 0;
  for (; k + 8 <= inner; k += 8) {
    const v0 = v128.load(vector + (k << 2)), v1 = v128.load(vector + (k << 2), 16);
    const inA = v128.load8x8_u(a + k), inB = v128.load8x8_u(b + k);
    const inC = v128.load8x8_u(c + k), inD = v128.load8x8_u(d + k);
    a0 = multiplyAdd(low(inA), v0, a0);
    b0 = multiplyAdd(low(inB), v0, b0);
    c0 = multiplyAdd(low(inC), v0, c0);
    d0 = multiplyAdd(low(inD), v0, d0);
    a1 = multiplyAdd(high(inA), v1, a1);
    b1 = multiplyAdd(high(inB), v1, b1);
    c1 = multiplyAdd(high(inC), v1, c1);
    d1 = multiplyAdd(high(inD), v1, d1);
  }
  finishRow(job, first, a, k, f32x4.add(a0, a1));
  finishRow(job, second, b, k, f32x4.add(b0, b1));
  finishRow(job, third, c, k, f32x4.add(c0, c1));
  finishRow(job, fourth, d, k, f32x4.add(d0, d1));
}

/** Adds the columns from `k` on to a row's sums. */
function finishRow(job: ByteVector, row: i32, bytes: usize, from: usize, sums: v128): void {
  let sum = sumLanes(sums);
  for (let k = from, inner = <usize>job.inner; k < inner; k++) {
    sum += <f32>load<u8>(bytes + k) * load<f32>(job.vector + (k << 2));
  }
  store<f32>(job.output + (<usize>row << 2), sum * job.multiplier / job.divisor);
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
