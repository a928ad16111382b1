import { scaled } from "./sparse-list";
import { addRow } from "./vector";

/** output[row] = bytes[index[row]]·multiplier/divisor; rows in order where index is 0. A unit is a row. Strides in bytes. */
@unmanaged
class GatherBytes {
  bytes: usize;
  byteStride: usize;
  index: usize;
  multiplier: f32;
  divisor: f32;
  output: usize;
  outputStride: usize;
  columns: i32;
}

export function gatherBytes(pointer: usize, from: i32, to: i32): void {
  const job = changetype<GatherBytes>(pointer);
  const multiplier = f32x4.splat(job.multiplier), divisor = f32x4.splat(job.divisor);
  for (let row = from; row < to; row++) {
    const number = job.index ? <usize>load<u32>(job.index + (<usize>row << 2)) : <usize>row;
    let source = job.bytes + number * job.byteStride;
    let target = job.output + <usize>row * job.outputStride;
    const end = target + (<usize>job.columns << 2);
    for (; target + 32 <= end; target += 32, source += 8) {
      const words = v128.load8x8_u(source);
      v128.store(target, scaled(i32x4.extend_low_i16x8_u(words), multiplier, divisor));
      v128.store(target, scaled(i32x4.extend_high_i16x8_u(words), multiplier, divisor), 16);
    }
    for (; target < end; target += 4, source++) {
      store<f32>(target, <f32>load<u8>(source) * job.multiplier / job.divisor);
    }
  }
}

/** output[row] = input[index[row]], rows of any type without gaps: labels, or an embedding's vectors. A unit is a row. */
@unmanaged
class GatherRows {
  input: usize;
  index: usize;
  output: usize;
  bytes: usize;
}

export function gatherRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<GatherRows>(pointer);
  for (let row = <usize>from; row < <usize>to; row++) {
    const source = job.input + <usize>load<u32>(job.index + (row << 2)) * job.bytes;
    memory.copy(job.output + row * job.bytes, source, job.bytes);
  }
}

/**
 * output[index[row]] += source[row], float32 rows without gaps, one after the other. A unit is 16 columns, so that no two
 * threads add to one place.
 */
@unmanaged
class AddRows {
  source: usize;
  index: usize;
  output: usize;
  rows: i32;
  columns: i32;
}

export function addRows(pointer: usize, from: i32, to: i32): void {
  const job = changetype<AddRows>(pointer);
  const start = <usize>from << 6;
  const count = min(job.columns, to << 4) - (from << 4);
  const stride = <usize>job.columns << 2;
  for (let row: usize = 0; row < <usize>job.rows; row++) {
    const number = <usize>load<u32>(job.index + (row << 2));
    addRow(job.source + row * stride + start, job.output + number * stride + start, count);
  }
}

/**
 * output[row, j] = input[row, index[row, j]] (or, backwards, input[row, index[row, j]] += output[row, j]), index int32
 * and in range. A unit is a row, so that no two threads add to one place. Strides in bytes, columns side by side.
 */
@unmanaged
class GatherColumns {
  backwards: bool;
  input: usize;
  inputStride: usize;
  index: usize;
  indexStride: usize;
  output: usize;
  outputStride: usize;
  columns: i32;
}

export function gatherColumns(pointer: usize, from: i32, to: i32): void {
  const job = changetype<GatherColumns>(pointer);
  for (let row = <usize>from; row < <usize>to; row++) {
    const input = job.input + row * job.inputStride;
    const index = job.index + row * job.indexStride;
    const output = job.output + row * job.outputStride;
    for (let j: usize = 0; j < <usize>job.columns; j++) {
      const at = input + (<usize>load<u32>(index + (j << 2)) << 2);
      if (job.backwards) store<f32>(at, load<f32>(at) + load<f32>(output + (j << 2)));
      else store<f32>(output + (j << 2), load<f32>(at));
    }
  }
}
