import type { Device } from "./device.js";
import { WasmDevice } from "./wasm/wasm-device.js";

/** The processor: WebAssembly kernels where the engine has them, JavaScript elsewhere. */
export const cpu: Device = new WasmDevice();

let selected: Device = cpu;

/** The device that new tensors are made on. */
export function selectedDevice(): Device {
  return selected;
}

/** Makes `device` the one that new tensors are made on. @source torch.set_default_device */
export function setDefaultDevice(device: Device): void {
  selected = device;
}
