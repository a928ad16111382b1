import { FEW_ROWS, TILE_COLUMNS, TILE_ROWS } from "./matmul-tile";
import { interleaveHigh, interleaveLow, joinHigh, joinLow } from "./vector";

/**
 * Copies a panel of `width` lines into panel[inner][width], so that a tile reads it in order. Lines beyond `present`
 * become zeros. Strides in bytes: `along` between neighbours on the inner axis, `across` between lines. @inline
 */
function packPanel(source: usize, along: usize, across: usize, inner: i32, present: i32, width: i32, panel: usize): void {
  if (present < width) packEdge(source, along, across, inner, present, width, panel);
  else if (across == 4) copyLines(source, along, inner, width, panel);
  else if (along == 4) transposeLines(source, across, inner, width, panel);
  else packEdge(source, along, across, inner, present, width, panel);
}

function packEdge(
  source: usize, along: usize, across: usize, inner: i32, present: i32, width: i32, panel: usize,
): void {
  for (let k = 0; k < inner; k++) {
    let from = source;
    for (let line = 0; line < width; line++) {
      store<f32>(panel, line < present ? load<f32>(from) : 0);
      from += across;
      panel += 4;
    }
    source += along;
  }
}

/** Lines side by side in memory: each inner step is `width` neighbours. @inline */
function copyLines(source: usize, along: usize, inner: i32, width: i32, panel: usize): void {
  for (let k = 0; k < inner; k++) {
    v128.store(panel, v128.load(source));
    if (width == 8) v128.store(panel, v128.load(source, 16), 16);
    if (width == 6) store<u64>(panel, load<u64>(source, 16), 16);
    if (width == 5) store<u32>(panel, load<u32>(source, 16), 16);
    source += along;
    panel += <usize>width * 4;
  }
}

/** Inner axis contiguous: 4×4 blocks are transposed in registers. @inline */
function transposeLines(source: usize, across: usize, inner: i32, width: i32, panel: usize): void {
  const step = <usize>width * 4;
  let k = 0;
  for (; k + 4 <= inner; k += 4) {
    transposeFour(source, across, panel, step);
    const rest = source + across * 4;
    if (width == 8) transposeFour(rest, across, panel + 16, step);
    if (width == 6) transposeTwo(rest, across, panel + 16, step);
    if (width == 5) {
      for (let i: usize = 0; i < 4; i++) store<u32>(panel + i * step, load<u32>(rest + i * 4), 16);
    }
    source += 16;
    panel += step * 4;
  }
  packEdge(source, 4, across, inner - k, width, width, panel);
}

/** @inline */
function transposeFour(source: usize, across: usize, panel: usize, step: usize): void {
  const r0 = v128.load(source), r1 = v128.load(source + across);
  const r2 = v128.load(source + across * 2), r3 = v128.load(source + across * 3);
  const low01 = interleaveLow(r0, r1), low23 = interleaveLow(r2, r3);
  const high01 = interleaveHigh(r0, r1), high23 = interleaveHigh(r2, r3);
  v128.store(panel, joinLow(low01, low23));
  v128.store(panel + step, joinHigh(low01, low23));
  v128.store(panel + step * 2, joinLow(high01, high23));
  v128.store(panel + step * 3, joinHigh(high01, high23));
}

/** @inline */
function transposeTwo(source: usize, across: usize, panel: usize, step: usize): void {
  const r0 = v128.load(source), r1 = v128.load(source + across);
  const low = interleaveLow(r0, r1), high = interleaveHigh(r0, r1);
  v128.store64_lane(panel, low, 0);
  v128.store64_lane(panel + step, low, 1);
  v128.store64_lane(panel + step * 2, high, 0);
  v128.store64_lane(panel + step * 3, high, 1);
}

/** A panel of up to TILE_ROWS rows of the left operand. */
export function packRows(source: usize, along: usize, across: usize, inner: i32, present: i32, panel: usize): void {
  packPanel(source, along, across, inner, present, TILE_ROWS, panel);
}

/** A panel of up to FEW_ROWS rows of the left operand. */
export function packFewRows(source: usize, along: usize, across: usize, inner: i32, present: i32, panel: usize): void {
  packPanel(source, along, across, inner, present, FEW_ROWS, panel);
}

/** A panel of up to TILE_COLUMNS columns of the right operand. */
export function packRight(source: usize, along: usize, across: usize, inner: i32, present: i32, panel: usize): void {
  packPanel(source, along, across, inner, present, TILE_COLUMNS, panel);
}
