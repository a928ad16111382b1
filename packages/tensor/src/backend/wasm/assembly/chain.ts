import { applyStep } from "./pointwise-operations";
import { scratch } from "./scratch";

/** Bytes of a block: 1,024 floats, so that what a chain holds stays in the first-level cache. */
const BLOCK: usize = 4096;
/** Bytes from one slot's room to the next; the spare is what whole groups of 16 may write too much. */
const ROOM: usize = 4096 + 128;
/** Where each slot's block is now: a table of addresses before the rooms. */
const ROOMS: usize = 1024;
const SLOTS: i32 = 200;

/**
 * A chain of pointwise steps over a space of rows × columns, block by block: a block is blockRows whole rows, or, where a
 * row is longer than a block, blockColumns of one row. A unit is a block. Behind the fields follow the inputs and outputs
 * and then the steps. Slots are numbered inputs first, then outputs, then temporaries.
 */
@unmanaged
class Chain {
  rows: i32;
  columns: i32;
  blockRows: i32;
  blockColumns: i32;
  inputs: i32;
  outputs: i32;
  steps: i32;
}

/** A view of rows × columns; strides in bytes, 0 to repeat; row r is at address + (r mod period)·rowStride. */
@unmanaged
class Operand {
  address: usize;
  rowStride: usize;
  columnStride: usize;
  period: i32;
  /** 0 float32, 1 uint8, 2 int32, 3 bool. */
  kind: i32;
}

@unmanaged
class Step {
  operation: i32;
  target: i32;
  a: i32;
  b: i32;
  c: i32;
}

/** @inline */
function room(slot: i32): usize {
  return scratch + ROOMS + <usize>slot * ROOM;
}

export function chain(pointer: usize, from: i32, to: i32): void {
  const job = changetype<Chain>(pointer);
  const operands = pointer + offsetof<Chain>();
  const bound = job.inputs + job.outputs;
  const firstStep = operands + <usize>bound * offsetof<Operand>();
  const lastStep = firstStep + <usize>job.steps * offsetof<Step>();
  for (let slot = 0; slot < SLOTS; slot++) store<usize>(scratch + (<usize>slot << 2), room(slot));
  const perRow = (job.columns + job.blockColumns - 1) / job.blockColumns;
  for (let unit = from; unit < to; unit++) {
    const row = (unit / perRow) * job.blockRows;
    const column = (unit % perRow) * job.blockColumns;
    const height = min(job.blockRows, job.rows - row);
    const width = min(job.blockColumns, job.columns - column);
    for (let slot = 0; slot < bound; slot++) {
      const operand = changetype<Operand>(operands + <usize>slot * offsetof<Operand>());
      const direct = mayBeDirect(operand, height, width, slot >= job.inputs);
      if (direct) {
        const first = operand.address + <usize>row * operand.rowStride + (<usize>column << 2);
        store<usize>(scratch + (<usize>slot << 2), first);
        continue;
      }
      store<usize>(scratch + (<usize>slot << 2), room(slot));
      const again = unit > from && operand.rowStride == 0 && perRow == 1;
      if (slot < job.inputs && !again) gatherBlock(operand, row, height, column, width, room(slot));
    }
    const bytes = <usize>(height * width) << 2;
    for (let at = firstStep; at < lastStep; at += offsetof<Step>()) {
      const step = changetype<Step>(at);
      const target = block(step.target);
      applyStep(step.operation, target, target + bytes, block(step.a), block(step.b), block(step.c));
    }
    for (let slot = job.inputs; slot < bound; slot++) {
      const operand = changetype<Operand>(operands + <usize>slot * offsetof<Operand>());
      if (block(slot) == room(slot)) scatterBlock(operand, row, height, column, width, room(slot));
    }
  }
}

/** @inline */
function block(slot: i32): usize {
  return load<usize>(scratch + (<usize>slot << 2));
}

/** Whether the steps may work on the operand where it is: contiguous, and written only in whole groups of 16. */
function mayBeDirect(operand: Operand, height: i32, width: i32, written: bool): bool {
  if (operand.kind != 0 || operand.columnStride != 4) return false;
  if (height > 1 && (operand.rowStride != <usize>width << 2 || operand.period > 0)) return false;
  if (operand.period > 0) return false;
  return !written || ((height * width) & 15) == 0;
}

/** Copies a block of an input to its room, row after row without gaps, as float32. */
function gatherBlock(operand: Operand, row: i32, height: i32, column: i32, width: i32, target: usize): void {
  const stride = operand.columnStride;
  for (let i = 0; i < height; i++) {
    const line = operand.period > 0 ? (row + i) % operand.period : row + i;
    let source = operand.address + <usize>line * operand.rowStride + <usize>column * stride;
    const end = target + (<usize>width << 2);
    if (stride == 0) {
      const value = f32x4.splat(loadAs(operand.kind, source));
      for (let at = target; at < end; at += 16) v128.store(at, value);
    } else if (stride == 4 && operand.kind == 0) {
      for (let at = target; at < end; at += 16, source += 16) v128.store(at, v128.load(source));
    } else if (stride == 1) {
      for (let at = target; at < end; at += 16, source += 4) v128.store(at, floatsOf(v128.load32_zero(source)));
    } else {
      for (let at = target; at < end; at += 4, source += stride) store<f32>(at, loadAs(operand.kind, source));
    }
    target = end;
  }
}

/** Copies a block from its room to an output, converted to the output's kind. */
function scatterBlock(operand: Operand, row: i32, height: i32, column: i32, width: i32, source: usize): void {
  const stride = operand.columnStride;
  for (let i = row; i < row + height; i++) {
    let target = operand.address + <usize>i * operand.rowStride + <usize>column * stride;
    const end = source + (<usize>width << 2);
    if (stride == 4 && operand.kind == 0) memory.copy(target, source, <usize>width << 2);
    else if (stride == 1 && operand.kind == 3) {
      let at = source;
      for (; at + 16 <= end; at += 16, target += 4) v128.store32_lane(target, truths(v128.load(at)), 0);
      for (; at < end; at += 4, target++) storeAs(3, target, load<f32>(at));
    } else for (let at = source; at < end; at += 4, target += stride) storeAs(operand.kind, target, load<f32>(at));
    source = end;
  }
}

/** Four bytes as floats. @inline */
function floatsOf(bytes: v128): v128 {
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}

/** Four floats as bytes, 1 for anything but zero. @inline */
function truths(values: v128): v128 {
  const words = v128.and(f32x4.ne(values, f32x4.splat(0)), i32x4.splat(1));
  const halves = i16x8.narrow_i32x4_u(words, words);
  return i8x16.narrow_i16x8_u(halves, halves);
}

/** @inline */
function loadAs(kind: i32, from: usize): f32 {
  if (kind == 0) return load<f32>(from);
  return kind == 2 ? <f32>load<i32>(from) : <f32>load<u8>(from);
}

/** Floats to integers towards zero, and to bool anything but zero is true. @inline */
function storeAs(kind: i32, to: usize, value: f32): void {
  if (kind == 0) store<f32>(to, value);
  else if (kind == 1) store<u8>(to, <u8>(<i64>value));
  else if (kind == 2) store<i32>(to, <i32>value);
  else store<u8>(to, value != 0 ? 1 : 0);
}
