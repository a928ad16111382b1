/**
 * Of every window the value that stands where `by` is largest, the first of equals, NaN above all; or, spreading, the
 * adjoint: every window's value is added to that place of an output of zeros. A unit is a plane. Strides in bytes; the
 * output is row-major.
 */
@unmanaged
class PoolLargest {
  spread: bool;
  values: usize;
  valuesPlane: usize;
  valuesRow: usize;
  valuesColumn: usize;
  by: usize;
  byPlane: usize;
  byRow: usize;
  byColumn: usize;
  output: usize;
  height: i32;
  width: i32;
  rows: i32;
  columns: i32;
  windowRows: i32;
  windowColumns: i32;
  strideRows: i32;
  strideColumns: i32;
  dilationRows: i32;
  dilationColumns: i32;
  top: i32;
  left: i32;
}

export function poolLargest(pointer: usize, from: i32, to: i32): void {
  const job = changetype<PoolLargest>(pointer);
  const near = job.byColumn == 4 && job.valuesColumn == 4 && isTwoByTwo(job) && job.columns >= 4;
  const covers = near && job.rows * 2 == job.height && job.columns * 2 == job.width;
  const planeBytes = <usize>(job.spread ? job.height * job.width : job.rows * job.columns) << 2;
  for (let plane = from; plane < to; plane++) {
    const by = job.by + <usize>plane * job.byPlane;
    const values = job.values + <usize>plane * job.valuesPlane;
    const output = job.output + <usize>plane * planeBytes;
    if (job.spread && !covers) memory.fill(output, 0, planeBytes);
    for (let row = 0; row < job.rows; row++) {
      if (near) {
        if (job.spread) spreadRow(job, values, by, output, row);
        else pickRow(job, values, by, output, row);
        continue;
      }
      for (let column = 0; column < job.columns; column++) {
        if (job.spread) spreadOne(job, values, by, output, row, column);
        else pickOne(job, values, by, output, row, column);
      }
    }
  }
}

/** The commonest windows: two by two, side by side, all inside. */
function isTwoByTwo(job: PoolLargest): bool {
  return job.windowRows == 2 && job.windowColumns == 2 && job.strideRows == 2 && job.strideColumns == 2 &&
    job.dilationRows == 1 && job.dilationColumns == 1 && job.top == 0 && job.left == 0 &&
    job.rows * 2 <= job.height && job.columns * 2 <= job.width;
}

/** Where a window has its largest element, as row·width + column; -1 for a window without any. */
function find(job: PoolLargest, by: usize, row: i32, column: i32): i32 {
  let largest: f32 = 0;
  let found = -1;
  for (let i = 0; i < job.windowRows; i++) {
    const y = row * job.strideRows + i * job.dilationRows - job.top;
    if (<u32>y >= <u32>job.height) continue;
    for (let j = 0; j < job.windowColumns; j++) {
      const x = column * job.strideColumns + j * job.dilationColumns - job.left;
      if (<u32>x >= <u32>job.width) continue;
      const value = load<f32>(by + <usize>y * job.byRow + <usize>x * job.byColumn);
      if (found < 0 || value > largest || value != value) {
        largest = value;
        found = y * job.width + x;
      }
    }
  }
  return found;
}

function pickOne(job: PoolLargest, values: usize, by: usize, output: usize, row: i32, column: i32): void {
  const found = find(job, by, row, column);
  const from = values + <usize>(found / job.width) * job.valuesRow + <usize>(found % job.width) * job.valuesColumn;
  store<f32>(output + (<usize>(row * job.columns + column) << 2), found < 0 ? -Infinity : load<f32>(from));
}

function spreadOne(job: PoolLargest, values: usize, by: usize, output: usize, row: i32, column: i32): void {
  const found = find(job, by, row, column);
  if (found < 0) return;
  const at = output + (<usize>found << 2);
  const value = load<f32>(values + <usize>row * job.valuesRow + <usize>column * job.valuesColumn);
  store<f32>(at, load<f32>(at) + value);
}

/** Where the later one is taken. @inline */
function wins(later: v128, earlier: v128): v128 {
  return v128.or(f32x4.gt(later, earlier), f32x4.ne(later, later));
}

/** @inline */
function evens(from: usize): v128 {
  return i32x4.shuffle(v128.load(from), v128.load(from, 16), 0, 2, 4, 6);
}

/** @inline */
function odds(from: usize): v128 {
  return i32x4.shuffle(v128.load(from), v128.load(from, 16), 1, 3, 5, 7);
}

/** Four windows at a time, the last four again where fewer are left. */
function pickRow(job: PoolLargest, values: usize, by: usize, output: usize, row: i32): void {
  const upper = by + <usize>(row * 2) * job.byRow, lower = upper + job.byRow;
  const above = values + <usize>(row * 2) * job.valuesRow, below = above + job.valuesRow;
  const to = output + (<usize>(row * job.columns) << 2);
  const last = <usize>(job.columns - 4) << 2;
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = evens(upper + at * 2), b = odds(upper + at * 2), c = evens(lower + at * 2), d = odds(lower + at * 2);
    const right = wins(b, a), rightBelow = wins(d, c);
    const down = wins(v128.bitselect(d, c, rightBelow), v128.bitselect(b, a, right));
    const first = v128.bitselect(odds(above + at * 2), evens(above + at * 2), right);
    const second = v128.bitselect(odds(below + at * 2), evens(below + at * 2), rightBelow);
    v128.store(to + at, v128.bitselect(second, first, down));
    if (at == last) return;
  }
}

function spreadRow(job: PoolLargest, values: usize, by: usize, output: usize, row: i32): void {
  const upper = by + <usize>(row * 2) * job.byRow, lower = upper + job.byRow;
  const from = values + <usize>row * job.valuesRow;
  const widthBytes = <usize>job.width << 2;
  const above = output + <usize>(row * 2) * widthBytes, below = above + widthBytes;
  const last = <usize>(job.columns - 4) << 2;
  for (let at: usize = 0; ; at = min(at + 16, last)) {
    const a = evens(upper + at * 2), b = odds(upper + at * 2), c = evens(lower + at * 2), d = odds(lower + at * 2);
    const right = wins(b, a), rightBelow = wins(d, c);
    const down = wins(v128.bitselect(d, c, rightBelow), v128.bitselect(b, a, right));
    const value = v128.load(from + at);
    const first = v128.andnot(value, down), second = v128.and(value, down);
    storeAlternating(above + at * 2, v128.andnot(first, right), v128.and(first, right));
    storeAlternating(below + at * 2, v128.andnot(second, rightBelow), v128.and(second, rightBelow));
    if (at == last) return;
  }
}

/** @inline */
function storeAlternating(to: usize, even: v128, odd: v128): void {
  v128.store(to, i32x4.shuffle(even, odd, 0, 4, 1, 5));
  v128.store(to, i32x4.shuffle(even, odd, 2, 6, 3, 7), 16);
}
