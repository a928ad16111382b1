import { cpu, manualSeed } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { BatchNorm1d, GELU, Linear, Sequential, summary } from "../index.js";
import { exportOnnx, loadNpz, saveNpz } from "./index.js";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

const device = await webgpu();
afterAll(() => device.destroy());
beforeEach(() => void manualSeed(4));

const model = () => new Sequential(new Linear(6, 5), new BatchNorm1d(5), new GELU(), new Linear(5, 2));

describe("a model on WebGPU", () => {
  it("is saved and exported in the bytes of its like on the CPU", async () => {
    const here = model();
    const there = model().to(device);
    there.loadStateDict(here.stateDict());
    expect(await saveSafetensors(there.stateDict())).toEqual(await saveSafetensors(here.stateDict()));
    expect(await saveNpz(there.stateDict())).toEqual(await saveNpz(here.stateDict()));
    expect(await exportOnnx(there, [1, 6])).toEqual(await exportOnnx(here, [1, 6]));
    expect(`${summary(there, [1, 6])}`).toBe(`${summary(here, [1, 6])}`);
  });

  it("takes over what was saved on the CPU", async () => {
    const here = model();
    const bytes = await saveSafetensors(here.stateDict());
    manualSeed(5);
    const there = model().to(device);
    there.loadStateDict(loadSafetensors(bytes).tensors);
    expect(await saveNpz(there.stateDict())).toEqual(await saveNpz(here.stateDict()));
    expect(loadNpz(await saveNpz(there.stateDict()))["0.weight"]!.device).toBe(cpu);
  });
});
