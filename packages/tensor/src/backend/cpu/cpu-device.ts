import { type DType, kinds, type TypedArray } from "../../dtype.js";
import type { Device, Storage } from "../device.js";
import { argReduce } from "./arg-reduce.js";
import { argsort } from "./argsort.js";
import { CpuStorage } from "./cpu-storage.js";
import { cumsum } from "./cumsum.js";
import { fill } from "./fill.js";
import { gather } from "./gather.js";
import { map } from "./map.js";
import { matmul } from "./matmul.js";
import { reduce } from "./reduce.js";
import { scatterAdd } from "./scatter-add.js";

/** The reference: plain loops over typed arrays, which the garbage collector frees. */
export class CpuDevice implements Device {
  readonly name: string = "cpu";

  allocate(dtype: DType, length: number): CpuStorage {
    return new CpuStorage(this, dtype, new kinds[dtype].array(length));
  }

  write(storage: Storage, data: TypedArray): void {
    dataOf(storage).set(data);
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
  argReduce: Device["argReduce"] = argReduce;
  matmul: Device["matmul"] = matmul;
  gather: Device["gather"] = gather;
  scatterAdd: Device["scatterAdd"] = scatterAdd;
  cumsum: Device["cumsum"] = cumsum;
  argsort: Device["argsort"] = argsort;
}

function dataOf(storage: Storage): TypedArray {
  return (storage as CpuStorage).data;
}

export const cpu: Device = new CpuDevice();
