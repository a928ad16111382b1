import type { DType } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import { CpuDevice } from "../cpu/cpu-device.js";
import { DeferredCpuStorage } from "../cpu/deferred-storage.js";
import { matmul } from "../cpu/matmul.js";
import type { DeferredStorage, Device, StorageOwner, WholeCall } from "../device.js";
import { lineEager } from "./eager/line.js";
import { mapEager } from "./eager/map.js";
import { matmulEager, suitsMatmul } from "./eager/matmul.js";
import { reduceEager } from "./eager/reduce.js";
import { hasWhole, runWhole } from "./eager/whole.js";
import { loadKernels } from "./engine/module.js";

/**
 * The CPU with WebAssembly kernels for the hot operations; everything else, and all where the engine lacks SIMD, falls
 * through to the JavaScript reference. Storage stays in typed arrays, which the garbage collector frees.
 */
export class WasmDevice extends CpuDevice {
  defer(dtype: DType, length: number, owner: StorageOwner): DeferredStorage {
    return new DeferredCpuStorage(this, dtype, length, owner);
  }

  override map: Device["map"] = mapEager;
  override reduce: Device["reduce"] = reduceEager;
  override line: Device["line"] = lineEager;

  override matmul = (left: Tensor, right: Tensor, output: Tensor): void => {
    const kernels = suitsMatmul(left, right) ? loadKernels() : null;
    if (kernels === null) matmul(left, right, output);
    else matmulEager(kernels, left, right, output);
  };

  runWhole(call: WholeCall): boolean {
    const kernels = hasWhole(call) ? loadKernels() : null;
    return kernels !== null && runWhole(kernels, call);
  }
}
