import { DataLoader, ImageDataset, onlyClasses, strokes } from "@mnist/data";
import { crossEntropy, Linear } from "@mnist/nn";
import { manualSeed } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { DataLoaders, Interpretation, Learner, recipeLearner, recipes } from "../index.js";

// The example of scikit-learn's classification_report.
const example = new Interpretation({
  targets: [0, 1, 2, 2, 2],
  predictions: [0, 0, 2, 2, 1],
  losses: [0.1, 2, 0.3, Number.NaN, 1],
  classes: ["ant", "bee", "cat"],
});

describe("Interpretation", () => {
  it("counts what is taken for what", () => {
    expect(example.confusionMatrix()).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
    expect(example.mostConfused()).toEqual([
      { actual: "bee", predicted: "ant", count: 1 },
      { actual: "cat", predicted: "bee", count: 1 },
    ]);
    expect(example.mostConfused(2)).toEqual([]);
  });

  it("finds the worst and the best samples", () => {
    expect(example.topLosses(2)).toEqual([
      { index: 3, loss: Number.NaN, actual: "cat", predicted: "cat" },
      { index: 1, loss: 2, actual: "bee", predicted: "ant" },
    ]);
    expect(example.topLosses(2, false).map(({ index }) => index)).toEqual([0, 2]);
  });

  it("reports what scikit-learn reports", () => {
    const { classes, accuracy, macro, weighted } = example.classificationReport();
    expect(classes.map(({ precision, recall, f1, support }) => [precision, recall, f1, support])).toEqual([
      [0.5, 1, 2 / 3, 1],
      [0, 0, 0, 1],
      [1, 2 / 3, 0.8, 3],
    ]);
    expect(accuracy).toBeCloseTo(0.6, 12);
    expect([macro.precision, macro.recall, macro.f1]).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(5 / 9, 12),
      expect.closeTo((2 / 3 + 0.8) / 3, 12),
    ]);
    expect([weighted.precision, weighted.recall, weighted.f1]).toEqual([
      expect.closeTo(0.7, 12),
      expect.closeTo(0.6, 12),
      expect.closeTo((2 / 3 + 2.4) / 5, 12),
    ]);
  });

  it("prints as text", () => {
    expect(`${example}`).toBe(
      [
        "actual \\ predicted  ant  bee  cat",
        "               ant    1    ·    ·",
        "               bee    1    ·    ·",
        "               cat    ·    1    2",
        "",
        "most confused",
        "  bee taken for ant: 1",
        "  cat taken for bee: 1",
        "",
        "              precision  recall  f1-score  support",
        "         ant       0.50    1.00      0.67        1",
        "         bee       0.00    0.00      0.00        1",
        "         cat       1.00    0.67      0.80        3",
        "    accuracy                         0.60        5",
        "   macro avg       0.50    0.56      0.49        5",
        "weighted avg       0.70    0.60      0.61        5",
      ].join("\n"),
    );
  });

  it("asks a learner, and takes the classes' names from its pictures", async () => {
    manualSeed(1);
    const digits = onlyClasses(strokes({ count: 300, seed: 1 }), ["3", "7"]);
    const loader = new DataLoader(new ImageDataset(digits), { batchSize: 7, shuffle: true });
    const learner = new Learner(new DataLoaders(loader, loader), new Linear(784, 2), {
      lossFunction: crossEntropy,
    });
    await learner.fit(5, 0.1);
    const interpretation = await Interpretation.fromLearner(learner);
    expect(interpretation.classes).toEqual(["3", "7"]);
    expect(interpretation.targets).toEqual([...digits.labels]);
    expect(interpretation.classificationReport().accuracy).toBeGreaterThan(0.9);
    const [worst] = interpretation.topLosses(1);
    expect(worst!.loss).toBe(Math.max(...interpretation.losses));
    expect(worst!.actual).toBe(["3", "7"][digits.labels[worst!.index]!]);
  });

  it.each(Object.values(recipes))("reads $name as the recipe does", async (recipe) => {
    manualSeed(2);
    const digits = strokes({ count: 60, seed: 3 });
    const learner = recipeLearner(recipe, { train: digits, valid: digits });
    const { dataset } = learner.loaders.valid!;
    const [input] = await dataset.batch(Int32Array.from({ length: dataset.length }, (_, i) => i));
    const readings = await recipe.read(learner.predict(input));
    const interpretation = await Interpretation.fromLearner(learner);
    expect(interpretation.classes).toEqual(recipe.classes);
    expect(interpretation.predictions.map((index) => recipe.classes[index])).toEqual(
      readings.map(({ digit }) => digit),
    );
    const { predictions } = await learner.getPreds();
    const [first] = readings;
    if (recipe.name === "digits" || recipe.name === "digits-conv") {
      const shares = [...predictions.dataSync().subarray(0, 10)];
      expect(shares).toEqual(first!.probabilities.map(({ probability }) => expect.closeTo(probability, 5)));
    }
  });

  it("refuses what are no classes", () => {
    expect(() => new Interpretation({ targets: [0], predictions: [0.5] })).toThrow("got the class 0.5");
    expect(() => new Interpretation({ targets: [0, 1], predictions: [0] })).toThrow("2, 1, 2 targets");
    expect(() => new Interpretation({ targets: [2], predictions: [0], classes: ["a", "b"] })).toThrow(
      "below 2",
    );
  });
});
