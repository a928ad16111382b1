import { FileError } from "@mnist/data";
import { Generator, manualSeed } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { deserializeModel, findRecipe, serializeModel } from "../index.js";
import { smallLearner } from "../testing/small-learner.js";
import { readState } from "./state-file.js";

const random = new Generator(11);
const below = (limit: number): number => random.random32() % limit;

/** Four hundred copies of a file, each with another bit changed. */
function flipped(whole: Uint8Array): Uint8Array[] {
  return Array.from({ length: 400 }, () => {
    const damaged = whole.slice();
    damaged[below(whole.length)]! ^= 1 << below(8);
    return damaged;
  });
}

/** A file that is refused with an error which names it. */
async function expectRefused(name: string, read: () => unknown): Promise<void> {
  const failure = await Promise.resolve()
    .then(read)
    .then(
      () => null,
      (error: unknown) => error,
    );
  expect(failure).toBeInstanceOf(FileError);
  expect(String(failure)).toContain(name);
}

describe("one bit changed", () => {
  it("in a checkpoint is refused", async () => {
    const learner = smallLearner();
    let whole = new Uint8Array();
    const saving = {
      async beforeEpoch() {
        whole = (await learner.save()).slice();
      },
    };
    await learner.fit(2, 0.01, { callbacks: [saving] });
    await expect(readState({ name: "whole", bytes: whole })).resolves.toBeDefined();
    for (const bytes of flipped(whole))
      await expectRefused("run.state", () => readState({ name: "run.state", bytes }));
  });

  it("in a model file is refused", async () => {
    manualSeed(1);
    const recipe = findRecipe("digits");
    const settings = { hidden: 5, rawPixels: false };
    const about = { dataset: "mnist", seed: 1, accuracy: 0.9 };
    const whole = await serializeModel({ recipe, settings, model: recipe.model(settings), about });
    expect(deserializeModel(whole).recipe.name).toBe("digits");
    for (const bytes of flipped(whole))
      await expectRefused("a.model", () => deserializeModel(bytes, "a.model"));
  });
});

/** A model file without tensors, of one's own metadata. */
function claiming(settings: object): Uint8Array {
  const metadata = { format: "mnist-recipe-1", recipe: "digits", settings: JSON.stringify(settings) };
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata }));
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

it("a model file of some hundred bytes is held against what it holds before anything is built", async () => {
  const bytes = claiming({ hidden: 800_000, rawPixels: false });
  const before = process.memoryUsage().rss; // the model that is claimed would take 2.5 GB
  await expectRefused("tiny.safetensors", () => deserializeModel(bytes, "tiny.safetensors"));
  expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
});

it("a model file that claims more layers than it holds tensors is refused before they are made", () => {
  const deeper = new Array(200_000).fill(1);
  const bytes = claiming({ hidden: 1, deeper, rawPixels: false });
  expect(() => deserializeModel(bytes, "deep.model")).toThrow(
    "deep.model: got a list as settings.deeper; expected at most 0 sizes, as the file holds no more tensors",
  );
});

it("a model file keeps classes that are called as numbers are written which JSON has no words for", async () => {
  const names = ["#NaN", "##NaN", "#-Infinity", "NaN", "#1"];
  const recipe = findRecipe("digits").of(names);
  const settings = { hidden: 2, rawPixels: false };
  const about = { dataset: "#Infinity", seed: 1, accuracy: 0.9 };
  const again = deserializeModel(
    await serializeModel({ recipe, settings, model: recipe.model(settings), about }),
  );
  expect(again.recipe.classes).toEqual(names);
  expect(again.about).toEqual(about);
});
