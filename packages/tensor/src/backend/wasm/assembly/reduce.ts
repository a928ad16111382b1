const SUM: i32 = 0;
const MAXIMUM: i32 = 1;

/**
 * output[row] = the sum (0), maximum (1) or minimum (2) of a row. Sums are kept in float64; NaN makes the result NaN.
 * An empty row gives 0, -∞, ∞. A unit is a row. Strides in bytes.
 */
@unmanaged
class ReduceRows {
  operation: i32;
  input: usize;
  rowStride: usize;
  columnStride: usize;
  columns: i32;
  output: usize;
}

export function reduceRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ReduceRows>(pointer);
  const near = job.columnStride == 4;
  for (let row = from; row < to; row++) {
    const first = job.input + <usize>row * job.rowStride;
    let result: f32;
    if (job.operation == SUM) result = <f32>(near ? sumNear(first, job.columns) : sumFar(first, job));
    else if (job.operation == MAXIMUM) result = near ? highestNear(first, job.columns) : highestFar(first, job);
    else result = near ? lowestNear(first, job.columns) : lowestFar(first, job);
    store<f32>(job.output + (<usize>row << 2), result);
  }
}

function sumNear(at: usize, count: i32): f64 {
  let low = f64x2.splat(0), high = low;
  let i = 0;
  for (; i + 4 <= count; i += 4, at += 16) {
    const x = v128.load(at);
    low = f64x2.add(low, f64x2.promote_low_f32x4(x));
    high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(x, x, 2, 3, 2, 3)));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < count; i++, at += 4) sum += load<f32>(at);
  return sum;
}

function sumFar(at: usize, job: ReduceRows): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < job.columns; i++, at += job.columnStride) sum += load<f32>(at);
  return sum;
}

function highestNear(at: usize, count: i32): f32 {
  let lanes = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= count; i += 4, at += 16) lanes = f32x4.max(lanes, v128.load(at));
  let highest = max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; i < count; i++, at += 4) highest = max(highest, load<f32>(at));
  return highest;
}

function highestFar(at: usize, job: ReduceRows): f32 {
  let highest: f32 = -Infinity;
  for (let i = 0; i < job.columns; i++, at += job.columnStride) highest = max(highest, load<f32>(at));
  return highest;
}

function lowestNear(at: usize, count: i32): f32 {
  let lanes = f32x4.splat(Infinity);
  let i = 0;
  for (; i + 4 <= count; i += 4, at += 16) lanes = f32x4.min(lanes, v128.load(at));
  let lowest = min(
    min(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    min(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; i < count; i++, at += 4) lowest = min(lowest, load<f32>(at));
  return lowest;
}

function lowestFar(at: usize, job: ReduceRows): f32 {
  let lowest: f32 = Infinity;
  for (let i = 0; i < job.columns; i++, at += job.columnStride) lowest = min(lowest, load<f32>(at));
  return lowest;
}

/** output[column] = the sum of a column, kept in float64, of rows whose columns are side by side. A unit is 16 columns. */
@unmanaged
class SumColumns {
  input: usize;
  rowStride: usize;
  rows: i32;
  columns: i32;
  output: usize;
}

const UNIT: i32 = 16;

export function sumColumns(pointer: usize, from: i32, to: i32): void {
  const job = changetype<SumColumns>(pointer);
  const end = min(job.columns, to * UNIT);
  let column = from * UNIT;
  for (; column + 8 <= end; column += 8) sumEight(job, column);
  for (; column < end; column++) {
    let sum: f64 = 0;
    let at = job.input + (<usize>column << 2);
    for (let row = 0; row < job.rows; row++, at += job.rowStride) sum += load<f32>(at);
    store<f32>(job.output + (<usize>column << 2), <f32>sum);
  }
}

function sumEight(job: SumColumns, column: i32): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let at = job.input + (<usize>column << 2);
  for (let row = 0; row < job.rows; row++, at += job.rowStride) {
    const a = v128.load(at), b = v128.load(at, 16);
    s0 = f64x2.add(s0, f64x2.promote_low_f32x4(a));
    s1 = f64x2.add(s1, f64x2.promote_low_f32x4(i32x4.shuffle(a, a, 2, 3, 2, 3)));
    s2 = f64x2.add(s2, f64x2.promote_low_f32x4(b));
    s3 = f64x2.add(s3, f64x2.promote_low_f32x4(i32x4.shuffle(b, b, 2, 3, 2, 3)));
  }
  const output = job.output + (<usize>column << 2);
  const first = f32x4.demote_f64x2_zero(s0), second = f32x4.demote_f64x2_zero(s1);
  const third = f32x4.demote_f64x2_zero(s2), fourth = f32x4.demote_f64x2_zero(s3);
  v128.store(output, i32x4.shuffle(first, second, 0, 1, 4, 5));
  v128.store(output, i32x4.shuffle(third, fourth, 0, 1, 4, 5), 16);
}

/**
 * output[row] = where the row has its highest (or lowest) value, the first of equals; NaN counts as higher and lower
 * than anything. A unit is a row. Strides in bytes; int32 results.
 */
@unmanaged
class ArgRows {
  lowest: bool;
  input: usize;
  rowStride: usize;
  columnStride: usize;
  columns: i32;
  output: usize;
}

export function argRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<ArgRows>(pointer);
  for (let row = from; row < to; row++) {
    let at = job.input + <usize>row * job.rowStride;
    let best = load<f32>(at);
    let where = 0;
    for (let column = 1; column < job.columns && best == best; column++) {
      at += job.columnStride;
      const value = load<f32>(at);
      if (value != value || (job.lowest ? value < best : value > best)) {
        best = value;
        where = column;
      }
    }
    store<i32>(job.output + (<usize>row << 2), where);
  }
}
