import { describe, expect, it } from "vitest";
import { advise, type RunSigns } from "./advice.js";
import { recipes } from "./recipes.js";

const epoch = (trainLoss: number, validLoss: number, accuracy: number) => ({
  epoch: 1,
  trainLoss,
  validLoss,
  metrics: { accuracy },
  seconds: 1,
  validSeconds: 1,
});

function signs(
  recipe: "threes-sevens" | "digits",
  settings: Partial<RunSigns["settings"]>,
  changed: Partial<RunSigns>,
): RunSigns {
  const { defaults } = recipes[recipe];
  return { recipe, settings: { ...defaults, ...settings }, defaults, epochs: [], isOver: true, ...changed };
}

describe("advise", () => {
  it("offers a smaller rate, and none above the usual one, where the loss is no number", () => {
    expect(advise(signs("digits", { lr: 50 }, { losses: [2, 30, Number.NaN] }))?.change).toEqual({ lr: 0.1 });
    expect(advise(signs("digits", { lr: 0.5 }, { losses: [Number.NaN] }))?.change).toEqual({ lr: 0.05 });
    expect(advise(signs("digits", { lr: 50 }, { epochs: [epoch(Number.NaN, 1, 0.1)] }))?.change).toEqual({
      lr: 0.1,
    });
  });

  it("tells a network that answers the same to everything from one that learns", () => {
    const dead = advise(
      signs("digits", { lr: 20 }, { epochs: [epoch(2.304, 2.304, 0.1), epoch(2.305, 2.304, 0.11)] }),
    );
    expect(dead?.text).toContain("answers the same");
    expect(dead?.change).toEqual({ lr: 0.1 });
    const learned = [epoch(0.2, 0.25, 0.93), epoch(0.199, 0.25, 0.93)];
    expect(advise(signs("digits", {}, { epochs: learned }))).toBeNull();
  });

  it("offers a larger rate where nothing moves", () => {
    const epochs = [epoch(2.3, 2.3, 0.1), epoch(2.299, 2.3, 0.11)];
    expect(advise(signs("digits", { lr: 1e-5 }, { epochs }))?.change).toEqual({ lr: 0.1 });
  });

  it("blames raw pixels for a flat sigmoid", () => {
    const epochs = [epoch(0.3, 0.31, 0.7), epoch(0.25, 0.28, 0.71), epoch(0.2, 0.27, 0.72)];
    const raw = signs("threes-sevens", { rawPixels: true }, { epochs });
    expect(advise(raw)?.change).toEqual({ rawPixels: false });
    expect(advise({ ...raw, flatShare: 0.2 })).toMatchObject({ isProblem: false });
  });

  it("sees a flat sigmoid whatever made it", () => {
    const steep = signs("threes-sevens", { lr: 500 }, { epochs: [epoch(0.3, 0.31, 0.7)], flatShare: 0.95 });
    expect(advise(steep)).toMatchObject({ text: expect.stringContaining("flat"), change: { lr: 50 } });
  });

  it("sees steps that throw away what was found", () => {
    const epochs = [epoch(1e6, 50, 0.12), epoch(42, 34, 0.08)];
    const wild = advise(signs("digits", { lr: 100 }, { epochs }));
    expect(wild).toMatchObject({ text: expect.stringContaining("throw away"), change: { lr: 0.1 } });
  });

  it("sees a loss that climbs", () => {
    const epochs = [epoch(0.5, 0.5, 0.8), epoch(0.9, 0.8, 0.7)];
    expect(advise(signs("digits", { lr: 3 }, { epochs }))).toMatchObject({
      isProblem: true,
      change: { lr: 0.6 },
    });
  });

  it("sees learning by heart", () => {
    const epochs = [epoch(1, 1, 0.7), epoch(0.5, 0.8, 0.8), epoch(0.2, 0.9, 0.8), epoch(0.1, 1.1, 0.8)];
    expect(advise(signs("digits", {}, { epochs }))?.text).toContain("by heart");
    expect(advise(signs("digits", {}, { epochs, pictures: 1000 }))?.change).toEqual({ pictures: 3000 });
  });

  it("sees steps that are too small by how slowly the loss falls", () => {
    const epochs = [epoch(2.287, 2.265, 0.18), epoch(2.243, 2.219, 0.28)];
    expect(advise(signs("digits", { lr: 0.001 }, { epochs }))?.change).toEqual({ lr: 0.1 });
    expect(advise(signs("digits", { lr: 0.2 }, { epochs }))?.change).toEqual({ lr: 1 });
  });

  it("offers no rate that is given already, and none above the highest", () => {
    const falling = [epoch(2, 2, 0.3), epoch(1.5, 1.5, 0.5)];
    const { defaults } = recipes.digits;
    const adaptive = { defaults: { ...defaults, lr: 0.001 }, highestRate: 0.01 };
    const rate = (lr: number, epochs: RunSigns["epochs"]) =>
      advise(signs("digits", { lr }, { epochs, ...adaptive }))?.change?.lr;
    expect([0.0001, 0.001, 0.005, 0.01, 0.1].map((lr) => rate(lr, falling))).toEqual([
      ...[0.001, 0.005, 0.01],
      ...[undefined, 0.001],
    ]);
    expect(advise(signs("digits", { lr: 0.1 }, { epochs: falling, ...adaptive }))?.text).toContain(
      "It gets little right",
    );
    const still = [epoch(2.3, 2.3, 0.3), epoch(2.3, 2.3, 0.1)];
    expect([0.0001, 0.001, 0.1].map((lr) => rate(lr, still))).toEqual([0.001, 0.005, 0.001]);
    expect(advise(signs("digits", {}, { epochs: still }))?.change).toEqual({ lr: 0.5 });
  });

  it("blames raw pixels where all that is learned is to guess", () => {
    const epochs = [epoch(5.1, 2.3, 0.11), epoch(2.3, 2.3, 0.11)];
    expect(advise(signs("digits", { rawPixels: true }, { epochs }))?.change).toEqual({ rawPixels: false });
  });

  it("asks for more where the loss still falls, but only at the end", () => {
    const epochs = [epoch(2, 2, 0.3), epoch(1.5, 1.5, 0.5)];
    expect(advise(signs("digits", {}, { epochs }))?.text).toContain("still falling");
    expect(advise(signs("digits", {}, { epochs, isOver: false }))).toBeNull();
  });
});
