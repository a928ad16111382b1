import { describe, expect, it } from "vitest";
import { defaultSettings } from "../settings/permalink.js";
import { advise, type RunSigns } from "./advice.js";

const epoch = (trainLoss: number, validLoss: number, accuracy: number) => ({
  epoch: 1,
  trainLoss,
  validLoss,
  metrics: { accuracy },
  seconds: 1,
  validSeconds: 1,
});
const signs = (changed: Partial<RunSigns>): RunSigns => ({
  settings: defaultSettings("digits"),
  losses: [2, 1],
  epochs: [],
  isOver: true,
  ...changed,
});

describe("advise", () => {
  it("offers a smaller rate where the loss is no number", () => {
    const settings = { ...defaultSettings("digits"), lr: 50 };
    expect(advise(signs({ settings, losses: [2, 30, Number.NaN] }))?.fix?.settings).toEqual({ lr: 5 });
  });

  it("tells a network that answers the same to everything from one that learns", () => {
    const settings = { ...defaultSettings("digits"), lr: 20 };
    const dead = advise(signs({ settings, epochs: [epoch(2.304, 2.304, 0.1), epoch(2.305, 2.304, 0.11)] }));
    expect(dead?.text).toContain("answers the same");
    expect(dead?.fix?.settings).toEqual({ lr: 0.5 });
    expect(advise(signs({ epochs: [epoch(0.2, 0.25, 0.93), epoch(0.199, 0.25, 0.93)] }))).toBeNull();
  });

  it("blames raw pixels for a flat sigmoid", () => {
    const settings = { ...defaultSettings("threes-sevens"), rawPixels: true };
    const epochs = [epoch(0.3, 0.31, 0.7), epoch(0.25, 0.28, 0.71), epoch(0.2, 0.27, 0.72)];
    expect(advise(signs({ settings, epochs }))?.fix?.settings).toEqual({ rawPixels: false });
  });

  it("sees learning by heart", () => {
    const epochs = [epoch(1, 1, 0.7), epoch(0.5, 0.8, 0.8), epoch(0.2, 0.9, 0.8), epoch(0.1, 1.1, 0.8)];
    expect(advise(signs({ epochs }))?.text).toContain("by heart");
  });

  it("asks for more where the loss still falls, but only at the end", () => {
    const epochs = [epoch(2, 2, 0.3), epoch(1.5, 1.5, 0.5)];
    expect(advise(signs({ epochs }))?.text).toContain("still falling");
    expect(advise(signs({ epochs, isOver: false }))).toBeNull();
  });
});
