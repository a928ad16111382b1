import { MultiplyRows, PackColumns, multiplyRows, packColumns } from "./matmul";
import { TILE_COLUMNS } from "./matmul-tile";
import { scratch } from "./scratch";

/** Behind the left operand's panels: the fields of one product, and the right operand's panels. */
const PACKING: usize = 98304;
const MULTIPLYING: usize = PACKING + 64;
const PANELS: usize = PACKING + 128;

/**
 * output = left·right for many small matrices; a unit is one of them, packed by the thread that multiplies it. They lie
 * along two axes: matrix u is number u / near of the outer one and u % near of the near one. Strides in bytes.
 */
@unmanaged
class MultiplyMatrices {
  left: usize;
  leftOuterStride: usize;
  leftNearStride: usize;
  leftRowStride: usize;
  leftColumnStride: usize;
  right: usize;
  rightOuterStride: usize;
  rightNearStride: usize;
  rightRowStride: usize;
  rightColumnStride: usize;
  output: usize;
  outputOuterStride: usize;
  outputNearStride: usize;
  outputRowStride: usize;
  near: i32;
  rows: i32;
  inner: i32;
  columns: i32;
}

/** Bytes of a right operand up to which it is read where it lies: it stays in the first-level cache. */
const NEAR: usize = 8192;

export function multiplyMatrices(pointer: usize, from: i32, to: i32): void {
  const job = changetype<MultiplyMatrices>(pointer);
  const packing = changetype<PackColumns>(scratch + PACKING);
  const multiplying = changetype<MultiplyRows>(scratch + MULTIPLYING);
  packing.rightRowStride = job.rightRowStride;
  packing.rightColumnStride = job.rightColumnStride;
  packing.inner = multiplying.inner = job.inner;
  packing.columns = multiplying.columns = job.columns;
  const isNear = job.rightColumnStride == 4 && job.columns % TILE_COLUMNS == 0
    && <usize>job.inner * job.rightRowStride <= NEAR;
  packing.panels = multiplying.panels = scratch + PANELS;
  multiplying.panelRowStride = isNear ? job.rightRowStride : TILE_COLUMNS * 4;
  multiplying.panelStride = isNear ? TILE_COLUMNS * 4 : <usize>job.inner * (TILE_COLUMNS * 4);
  multiplying.leftRowStride = job.leftRowStride;
  multiplying.leftColumnStride = job.leftColumnStride;
  multiplying.outputRowStride = job.outputRowStride;
  const panels = (job.columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  let packed: usize = 0;
  for (let unit = from; unit < to; unit++) {
    const outer = <usize>(unit / job.near), near = <usize>(unit % job.near);
    const right = job.right + outer * job.rightOuterStride + near * job.rightNearStride;
    if (isNear) multiplying.panels = right;
    else if (right != packed) {
      packing.right = packed = right;
      packColumns(scratch + PACKING, 0, panels);
    }
    multiplying.left = job.left + outer * job.leftOuterStride + near * job.leftNearStride;
    multiplying.output = job.output + outer * job.outputOuterStride + near * job.outputNearStride;
    multiplyRows(scratch + MULTIPLYING, 0, job.rows);
  }
}
