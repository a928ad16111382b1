import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadMnist, prepareDigit, selectImages } from "@mnist/data";
import { manualSeed, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { drawPicture, pictureKinds } from "../testing/drawn-pictures.js";
import { fitRecipe, recipeLearner, recipes } from "./recipes.js";

const home = process.env.MNIST_HOME ?? "";
describe.runIf(existsSync(join(home, "train-images-idx3-ubyte.gz")))(
  "a network that learned from MNIST",
  () => {
    it("reads pictures that people bring, and is seldom sure of something wrong", {
      timeout: 300_000,
    }, async () => {
      const { train, valid } = await loadMnist({ offline: true });
      const data = {
        train: selectImages(
          train,
          Uint32Array.from({ length: 20_000 }, (_, i) => i),
        ),
        valid,
      };
      const recipe = recipes["digits-conv"];
      manualSeed(42);
      const learner = recipeLearner(recipe, data);
      await fitRecipe(recipe, learner);
      let [right, sureAndWrong] = [0, 0];
      for (let index = 0; index < 200; index++) {
        const digit = index % 10;
        const kind = pictureKinds[Math.floor(index / 10) % pictureKinds.length]!;
        const { pixels, warnings } = prepareDigit(drawPicture(digit, kind, index));
        const input = tensor([Array.from(pixels, (level) => level / 255)]);
        const [reading] = await recipe.read(learner.predict(input));
        const isRight = reading!.digit === String(digit);
        right += Number(isRight);
        sureAndWrong += Number(!isRight && reading!.confidence >= 0.9 && warnings.length === 0);
      }
      expect(right).toBeGreaterThanOrEqual(180);
      expect(sureAndWrong).toBeLessThanOrEqual(4);
    });
  },
);
