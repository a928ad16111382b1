import { DeviceError } from "../../errors.js";
import { WebGpuDevice } from "./webgpu-device.js";

export interface WebGpuOptions {
  /** Where adapters come from: `navigator.gpu` unless said otherwise, in Node what the package `webgpu` makes. */
  readonly gpu?: GPU;
  readonly powerPreference?: GPUPowerPreference;
}

/** A device of an adapter that `gpu` offers, with the largest limits it has. @throws DeviceError where it offers none. */
export async function openDevice(
  gpu: GPU,
  { powerPreference = "high-performance" }: WebGpuOptions,
): Promise<WebGpuDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference }).catch(refused);
  if (adapter === null) {
    throw new DeviceError({
      operation: "webgpu",
      got: "no adapter",
      expected: "a graphics processor with a driver for Vulkan, Metal or Direct3D 12",
      hint: "Try the CPU, which is the default device. On Linux the driver is found through libvulkan.so.1 (Debian: libvulkan1).",
    });
  }
  const { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage } = adapter.limits;
  const requiredLimits = { maxBufferSize, maxStorageBufferBindingSize, maxStorageBuffersPerShaderStage };
  const device = await adapter.requestDevice({ requiredLimits }).catch(refused);
  const { vendor, architecture, description } = adapter.info;
  return new WebGpuDevice(device, [vendor, architecture, description].filter(Boolean).join(" "));
}

function refused(error: unknown): never {
  throw new DeviceError(
    {
      operation: "webgpu",
      got: `a driver that opens no device: ${error instanceof Error ? error.message : String(error)}`,
      expected: "one that does",
      hint: "Try once more after other programs that use it have ended, or the CPU, which is the default device.",
    },
    { cause: error },
  );
}
