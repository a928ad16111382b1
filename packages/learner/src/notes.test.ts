import { type DigitSplits, loadMnist } from "@mnist/data";
import { manualSeed } from "@mnist/tensor";
import { beforeAll, describe, expect, it } from "vitest";
import golden from "./golden/notes.json" with { type: "json" };
import { fitCurve, recipeLearner, recipes } from "./index.js";

const home = process.env.MNIST_HOME;
if (!home) console.log("MNIST_HOME is not set: the notes' runs on the real MNIST are left out");

describe("the notes' curve, seed for seed", () => {
  it("has PyTorch's points, start, losses and end", async () => {
    const { curve } = golden;
    manualSeed(curve.seed);
    const fit = await fitCurve();
    expect(fit.speed).toEqual(curve.speed.map((value) => expect.closeTo(value, 5)));
    expect(fit.initial).toEqual(curve.initial.map((value) => expect.closeTo(value, 5)));
    fit.final.forEach((value, i) => {
      expect(Math.abs(value / curve.final[i]! - 1)).toBeLessThan(1e-4);
    });
    for (const { step, loss } of curve.losses) {
      const ours = fit.losses.find((each) => each.step === step)!;
      expect(Math.abs(ours.loss / loss - 1)).toBeLessThan(1e-4);
    }
  });
});

describe.runIf(home)("the notes' runs on MNIST, seed for seed", () => {
  let data: DigitSplits;
  beforeAll(async () => {
    data = await loadMnist();
  });

  it.each(golden.threes_sevens)(
    "threes-sevens, seed $seed",
    { timeout: 60_000 },
    async ({ seed, epochs }) => {
      manualSeed(seed);
      const history = await recipeLearner(recipes["threes-sevens"], data).fit(epochs.length);
      compare(history, epochs, 1e-4, 1e-5);
    },
  );

  it.each(golden.digits)(
    "digits, raw pixels $raw_pixels",
    { timeout: 120_000 },
    async ({ seed, lr, raw_pixels, epochs }) => {
      manualSeed(seed);
      const settings = { ...recipes.digits.defaults, lr, rawPixels: raw_pixels };
      const history = await recipeLearner(recipes.digits, data, settings).fit(epochs.length);
      // Raw pixels make activations of thousands, whose rounding differs by the order of additions.
      if (raw_pixels) compare(history, epochs, 1e-3, 1e-2);
      else compare(history, epochs, 1e-4, 1e-5);
    },
  );
});

interface Epoch {
  readonly trainLoss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

function compare(
  history: readonly Epoch[],
  epochs: readonly { train_loss: number; accuracy: number }[],
  accuracyTolerance: number,
  lossTolerance: number,
): void {
  epochs.forEach((epoch, i) => {
    const ours = history[i]!;
    expect(Math.abs(ours.metrics.accuracy! - epoch.accuracy), `accuracy of epoch ${i + 1}`).toBeLessThan(
      accuracyTolerance,
    );
    expect(Math.abs(ours.trainLoss - epoch.train_loss), `loss of epoch ${i + 1}`).toBeLessThan(lossTolerance);
  });
}
