import { noGrad } from "@mnist/autograd";
import { loadMnist, prepareDigit } from "@mnist/data";
import { fromData, manualSeed } from "@mnist/tensor";
import { expect, it } from "vitest";
import { drawPicture, pictureKinds } from "../testing/drawn-pictures.js";
import { fitRecipe, recipeLearner } from "./recipe-learner.js";
import { findRecipe } from "./recipes.js";

const seeds = [1, 2];

/** Trains for minutes, so that it runs with MNIST_LONG_TESTS and MNIST_HOME alone. */
it.runIf(process.env.MNIST_LONG_TESTS && process.env.MNIST_HOME)(
  "reads 200 drawings of another generator: nine of ten right, one of fifty wrong and sure at the most",
  async () => {
    manualSeed(42);
    const recipe = findRecipe("digits-conv");
    const learner = recipeLearner(recipe, await loadMnist());
    await fitRecipe(recipe, learner);
    const wrong: string[] = [];
    let sure = 0;
    for (const kind of pictureKinds) {
      for (let digit = 0; digit < 10; digit++) {
        for (const seed of seeds) {
          const { pixels, warnings } = prepareDigit(drawPicture(digit, kind, 100 * digit + seed));
          const input = fromData(
            Float32Array.from(pixels, (level) => level / 255),
            [1, 784],
          );
          const [reading] = await recipe.read(noGrad(() => learner.predict(input)));
          if (reading!.digit === String(digit)) continue;
          wrong.push(`${kind} ${digit} as ${reading!.digit}, ${reading!.confidence.toFixed(2)}`);
          if (reading!.confidence >= 0.9 && warnings.length === 0) sure++;
        }
      }
    }
    console.log(`${wrong.length} of 200 wrong, ${sure} of them sure`, wrong);
    expect(wrong.length).toBeLessThanOrEqual(20);
    expect(sure).toBeLessThanOrEqual(4);
  },
  900_000,
);
