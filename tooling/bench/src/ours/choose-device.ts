import { cpu } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { isSoftware } from "../browser/work.js";

/** Where a script computes, what that is, and whether it is a processor that only stands for a graphics processor. */
export async function chooseDevice(name: string) {
  if (name === "cpu") return { tensors: cpu, description: "cpu", isSoftware: true };
  const device = await webgpu();
  const { description } = device;
  return { tensors: device, description, isSoftware: isSoftware(description) };
}
