import { scaled } from "./sparse-list";

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

/** output[row] = words[index[row]], 32 bits each of any kind: the labels of a batch. A unit is a row. */
@unmanaged
class GatherWords {
  words: usize;
  index: usize;
  output: usize;
}

export function gatherWords(pointer: usize, from: i32, to: i32): void {
  const job = changetype<GatherWords>(pointer);
  for (let row = <usize>from; row < <usize>to; row++) {
    const number = <usize>load<u32>(job.index + (row << 2));
    store<u32>(job.output + (row << 2), load<u32>(job.words + (number << 2)));
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
