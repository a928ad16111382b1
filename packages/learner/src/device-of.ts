import type { AnyModule } from "@mnist/nn";
import { type Device, selectedDevice } from "@mnist/tensor";

/** Where a model computes. */
export function deviceOf(model: AnyModule): Device {
  return model.parameters()[0]?.device ?? selectedDevice();
}
