import { cpu } from "./cpu/cpu-device.js";
import type { Device } from "./device.js";

let selected: Device = cpu;

/** The device that new tensors are made on. */
export function selectedDevice(): Device {
  return selected;
}

/** Makes `device` the one that new tensors are made on. @source torch.set_default_device */
export function setDefaultDevice(device: Device): void {
  selected = device;
}
