import { expect, it } from "vitest";
import { DeviceError } from "../../index.js";
import { webgpu } from "./index.js";

const limits = {
  maxBufferSize: 1024,
  maxStorageBufferBindingSize: 512,
  maxStorageBuffersPerShaderStage: 10,
};

/** What opening a device comes to where adapters are found like this. */
const opening = (requestAdapter: () => Promise<unknown>) =>
  webgpu({ gpu: { requestAdapter } as unknown as GPU }).catch((error: unknown) => error);

it("says what to install where there is no adapter", async () => {
  const error = await opening(async () => null);
  expect(error).toBeInstanceOf(DeviceError);
  expect(String(error)).toContain("webgpu: got no adapter; expected a graphics processor with a driver");
  expect(String(error)).toContain("libvulkan");
});

it("says that a driver opens no device, and keeps its words", async () => {
  const cause = new Error("out of handles");
  const error = await opening(async () => ({ limits, requestDevice: () => Promise.reject(cause) }));
  expect(error).toBeInstanceOf(DeviceError);
  expect(String(error)).toContain("got a driver that opens no device: out of handles");
  expect(error).toHaveProperty("cause", cause);
  expect(String(await opening(() => Promise.reject(cause)))).toContain("opens no device");
});

it("asks for all that the adapter has", async () => {
  let asked: unknown;
  await opening(async () => ({
    limits,
    requestDevice: (descriptor: unknown) => {
      asked = descriptor;
      return Promise.reject(new Error("enough"));
    },
  }));
  expect(asked).toEqual({ requiredLimits: limits });
});
