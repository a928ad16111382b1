import type { TrainedModel } from "@mnist/learner";
import type { Module } from "@mnist/nn";
import { cpu, type Device, getNumThreads, setDefaultDevice, type Tensor } from "@mnist/tensor";
import type { DeviceState } from "./protocol.js";
import type { Session } from "./session.js";

let name: DeviceState["name"] = "cpu";

/** Moves the networks to another device; `null` only asks which it is. `@throws` DeviceError where there is none. */
export async function useDevice(session: Session, wanted: DeviceState["name"] | null): Promise<DeviceState> {
  if (wanted !== null && wanted !== name) {
    const device = wanted === "cpu" ? cpu : await (await import("@mnist/tensor/webgpu")).webgpu();
    for (const network of session.networks.values()) {
      const { trained } = network;
      network.trained = { ...trained, model: await movedTo(device, trained) };
      network.learner = null;
    }
    setDefaultDevice(device);
    name = wanted;
  }
  return { name, threads: getNumThreads() };
}

/** The same network on another device, by way of the processor's memory. */
async function movedTo(device: Device, { recipe, settings, model }: TrainedModel): Promise<Module> {
  const state: Record<string, Tensor> = {};
  for (const [key, tensor] of Object.entries(model.stateDict())) state[key] = await tensor.cpu();
  setDefaultDevice(cpu);
  const moved = recipe.model(settings);
  moved.loadStateDict(state);
  return moved.to(device).eval();
}
