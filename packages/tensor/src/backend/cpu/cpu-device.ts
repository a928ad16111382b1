import { type DType, kinds, type TypedArray } from "../../dtype.js";
import type { Device, Storage } from "../device.js";
import { argReduce } from "./arg-reduce.js";
import { argsort } from "./argsort.js";
import { CpuStorage } from "./cpu-storage.js";
import { cumsum } from "./cumsum.js";
import { fill } from "./fill.js";
import { checkPlaces, gather } from "./gather.js";
import { line } from "./line.js";
import { map } from "./map.js";
import { matmul } from "./matmul.js";
import { reduce } from "./reduce.js";
import { scatterAdd } from "./scatter-add.js";
import { unsetArray } from "./unset-array.js";

/**
 * Storages of up to this many elements are cut from a common block, as making a typed array costs more than a small
 * operation does. A block is freed when the last of its storages is.
 */
const largestShared = 128;
const blockLength = 2048;

interface Block {
  readonly data: TypedArray;
  used: number;
}

/** The reference: plain loops over typed arrays, which the garbage collector frees. */
export class CpuDevice implements Device {
  readonly name: string = "cpu";
  readonly #blocks: { [D in DType]?: Block } = {};

  allocate(dtype: DType, length: number): CpuStorage {
    if (length > largestShared) return new CpuStorage(this, dtype, unsetArray(dtype, length), 0, length);
    let block = this.#blocks[dtype];
    if (block === undefined || block.used + length > blockLength) {
      block = { data: new kinds[dtype].array(blockLength), used: 0 };
      this.#blocks[dtype] = block;
    }
    const start = block.used;
    block.used += length;
    return new CpuStorage(this, dtype, block.data, start, length);
  }

  adopt(dtype: DType, data: TypedArray): CpuStorage {
    return new CpuStorage(this, dtype, data, 0, data.length);
  }

  write(storage: Storage, data: TypedArray): void {
    dataOf(storage).set(data, storage.start);
  }

  read(storage: Storage): Promise<TypedArray> {
    return Promise.resolve(this.readSync(storage));
  }

  readSync(storage: Storage): TypedArray {
    return dataOf(storage);
  }

  map: Device["map"] = map;
  fill: Device["fill"] = fill;
  reduce: Device["reduce"] = reduce;
  line: Device["line"] = line;
  argReduce: Device["argReduce"] = argReduce;
  matmul: Device["matmul"] = matmul;
  gather: Device["gather"] = gather;
  checkPlaces: typeof checkPlaces = checkPlaces;
  scatterAdd: Device["scatterAdd"] = scatterAdd;
  cumsum: Device["cumsum"] = cumsum;
  argsort: Device["argsort"] = argsort;
}

function dataOf(storage: Storage): TypedArray {
  return (storage as CpuStorage).data;
}

/** The reference as a device of its own, for comparing others with. */
export const reference: Device = new CpuDevice();
