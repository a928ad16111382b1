import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recipeNames, recipes } from "@mnist/learner";
import { afterAll, beforeAll, expect, it } from "vitest";
import { recipeNames as written } from "./commands/train/settings.js";
import { progressLine } from "./terminal/progress.js";
import { expectOneLine, mnist } from "./testing/run-mnist.js";

let folder: string;
let run: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-commands-"));
  run = join(folder, "first");
  const args = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "2", "--run", run];
  expect(await mnist(args)).toMatchObject({ status: 0, err: "" });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("writes down the recipes that the learner has", () => {
  expect(written).toEqual(recipeNames);
  const schema = readFileSync(new URL("../schemas/sweep.json", import.meta.url), "utf8");
  expect(JSON.parse(schema).properties.train.properties.recipe.enum).toEqual(Object.keys(recipes).sort());
});

it("goes on with a run's folder to more epochs, and refuses by name what was changed", async () => {
  const refused = await mnist(["train", "--resume", run, "--lr", "0.3"]);
  expectOneLine(refused, /--lr 0\.3: .*first was begun without --lr/);
  expect(refused.status).toBe(2);
  const { out, status } = await mnist(["train", "--resume", run, "-e", "3", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(out.trim().split("\n").at(-1)!)).toMatchObject({ done: true, run });
  const shown = await mnist(["runs", "show", run]);
  expect(shown.out.match(/^ {4}[123] /gm)).toHaveLength(3);
});

it("says how well a run’s model reads the pictures that it was checked with, as JSON too", async () => {
  const { out } = await mnist(["eval", run, "--json"]);
  expect(JSON.parse(out)).toMatchObject({ done: true, pictures: 100 });
});

it.each([
  [["train", "curve", "--momentum", "0.9"], /--momentum: the recipe curve has no use for it/],
  [["train", "digits", "--beta1", "0.9"], /--beta1: sgd has no use for it; adam, adamw, lion would/],
  [["train", "digits-conv", "--dropout", "0.2"], /--dropout: the recipe digits-conv has no hidden layer/],
  [["train", "curve", "--augment"], /--augment: the recipe curve has no use for it/],
  [["train", "digits", "--device", "cuda"], /expected one of cpu, webgpu, auto/],
  [["train", "digts"], /Did you mean digits\?/],
  [["train", "digits", "-o", "m.onnx"], /train writes safetensors, not onnx/],
])("%j is refused", async (args, words) => {
  const finished = await mnist(args);
  expectOneLine(finished, words);
  expect(finished.status).toBe(2);
});

it("computes where it is told to, and says where that is not there", async () => {
  const without = { VK_ICD_FILENAMES: "/nowhere" };
  const train = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "1", "--no-run", "--device"];
  const chosen = await mnist([...train, "auto"], without);
  expect(chosen.out, chosen.err).toMatch(/^device (cpu|webgpu): /m);
  if (process.platform !== "linux") return; // elsewhere nothing takes the graphics processor away
  const refused = await mnist([...train, "webgpu"], without);
  expect(refused.status).toBe(1);
  expect(refused.err).toMatch(/^error webgpu: got no .*; expected .*/m);
});

it("looks at what is at hand", async () => {
  const { out, status } = await mnist(["doctor"]);
  expect([status, out.match(/^[✓✗]/gm)?.length]).toEqual([0, 9]);
});

it.each([40, 100, 220])("a bar of %d columns fits, and says what is done", (columns) => {
  const shown = {
    epoch: 4,
    epochs: 5,
    part: "train",
    done: 145,
    total: 235,
    perSecond: 232_000,
    left: 3,
  } as const;
  const line = progressLine({ ...shown, loss: 1e11, losses: [3, 2, Number.NaN, 1] }, columns);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
  const plain = line.replace(/\u001b\[[0-9;]*m/g, "");
  expect(plain.length).toBeLessThan(columns);
  expect(plain).toMatch(/4\/5 ━+─+ {2}61 %/);
});
