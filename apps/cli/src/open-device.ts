import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { cpu, type Device, DeviceError, setDefaultDevice, zeros } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import type { DeviceName } from "./command-line/device-option.js";

/** Steps before the clock is looked at, and those that it counts. */
const steps = { warm: 2, timed: 5 };

/** WebGPU, or whichever of it and the CPU makes the faster step, as the device of all that follows. */
export async function openDevice(
  name: Exclude<DeviceName, "cpu">,
  say: (text: string) => void,
): Promise<void> {
  if (name === "webgpu") {
    setDefaultDevice(await webgpu());
    return;
  }
  const found = await webgpu().catch((error: unknown) => {
    if (error instanceof DeviceError) return error;
    throw error;
  });
  if (found instanceof DeviceError) {
    say(`device cpu: ${found.message}`);
    return;
  }
  const [own, other] = [await stepTime(cpu), await stepTime(found)];
  const fastest = other < own ? found : cpu;
  setDefaultDevice(fastest);
  say(
    `device ${fastest.name}: a step takes ${other.toFixed(1)} ms on webgpu and ${own.toFixed(1)} ms on cpu`,
  );
}

/** Milliseconds of a training step of the notes' ten digits, without the update. */
async function stepTime(device: Device): Promise<number> {
  setDefaultDevice(device);
  const model = new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10));
  const [images, labels] = [zeros([256, 784]), zeros([256], { dtype: "int32" })];
  const step = async (): Promise<number> => {
    const started = performance.now();
    const loss = crossEntropy(model.forward(images), labels);
    loss.backward();
    await Promise.all(model.parameters().map(({ grad }) => grad!.sum().item()));
    for (const parameter of model.parameters()) parameter.grad = null;
    return performance.now() - started;
  };
  for (let n = 0; n < steps.warm; n++) await step();
  const times: number[] = [];
  for (let n = 0; n < steps.timed; n++) times.push(await step());
  return times.sort((a, b) => a - b)[steps.timed >> 1]!;
}
