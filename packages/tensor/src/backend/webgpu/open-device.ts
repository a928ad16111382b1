import { DeviceError } from "../../errors.js";
import { WebGpuDevice } from "./webgpu-device.js";

export interface WebGpuOptions {
  /** Where adapters come from: `navigator.gpu` unless said otherwise, in Node what the package `webgpu` makes. */
  readonly gpu?: GPU;
  readonly powerPreference?: GPUPowerPreference;
}

/** A device of an adapter that `gpu` offers, with the largest buffers it has. @throws DeviceError where it offers none. */
export async function openDevice(
  gpu: GPU,
  { powerPreference = "high-performance" }: WebGpuOptions,
): Promise<WebGpuDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter === null) {
    throw new DeviceError({
      operation: "webgpu",
      got: "no adapter",
      expected: "a graphics processor with a driver for Vulkan, Metal or Direct3D 12",
      hint: "Try the CPU, which is the default device.",
    });
  }
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const { vendor, architecture, description } = adapter.info;
  return new WebGpuDevice(device, [vendor, architecture, description].filter(Boolean).join(" "));
}
