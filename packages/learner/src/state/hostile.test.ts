import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import { DataError, defaultGenerator, Generator, zeros } from "@mnist/tensor";
import { beforeAll, describe, expect, it } from "vitest";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

const name = "run.safetensors";
let whole: Uint8Array;

beforeAll(async () => {
  const learner = smallLearner();
  let saved: Uint8Array | null = null;
  const saving = {
    async afterBatch({ step }: { step: number }) {
      if (step === 7) saved ??= await learner.save();
    },
  };
  await learner.fit(3, 0.01, { callbacks: [saving] });
  whole = saved!;
});

/** What a fresh learner says to a file; all of it must be as before if it refuses. */
async function answerTo(bytes: Uint8Array): Promise<unknown> {
  const learner = smallLearner(5);
  await learner.fit(1, 0.01);
  const state = () => [
    weightsOf(learner.model),
    learner.optimizer?.stateDict().steps,
    learner.history.length,
  ];
  const [before, stream] = [state(), defaultGenerator.getState()];
  const error = await learner.fit(3, 0.01, { resumeFrom: { name, bytes } }).then(
    () => null,
    (each: unknown) => each,
  );
  if (error !== null) {
    expect(state()).toEqual(before);
    expect(defaultGenerator.getState()).toEqual(stream);
  }
  return error;
}

type Tensors = ReturnType<typeof loadSafetensors>["tensors"];

/** The file with its tensors and its metadata changed. */
async function changed(
  change: (tensors: Tensors, metadata: Record<string, Record<string, unknown>>) => void,
): Promise<Uint8Array> {
  const { tensors, metadata } = loadSafetensors(whole);
  const { format, ...texts } = metadata;
  const parsed = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, JSON.parse(text)]));
  change(tensors, parsed);
  const written = Object.entries(parsed).map(([key, value]) => [key, JSON.stringify(value)]);
  return saveSafetensors(tensors, { format: format!, ...Object.fromEntries(written) });
}

describe("a state that does not fit", () => {
  it.each<[string, string, Parameters<typeof changed>[0]]>([
    ["a missing weight", "missing: 0.weight", (tensors) => delete tensors["model.0.weight"]],
    [
      "a weight of another shape",
      "0.weight of shape [2]",
      (tensors) => (tensors["model.0.weight"] = zeros([2])),
    ],
    [
      "a weight of another type",
      "got int32 for 0.weight, expected float32",
      (tensors) => (tensors["model.0.weight"] = zeros([16, 4], { dtype: "int32" })),
    ],
    [
      "no random stream",
      "got the random streams , expected default",
      (tensors) => delete tensors["random.default"],
    ],
    [
      "a broken random stream",
      "uint8 of shape [5056] as random.default; expected the state of a Generator",
      (tensors) => (tensors["random.default"] = zeros([5056], { dtype: "uint8" })),
    ],
    ["no order", "the int32 tensor pass.order", (tensors) => delete tensors["pass.order"]],
    [
      "an order of other samples",
      "sample 99 in the order",
      (tensors) => (tensors["pass.order"] = zeros([36], { dtype: "int32" }).add(99)),
    ],
    [
      "a longer order",
      "an order of 40 samples",
      (tensors) => (tensors["pass.order"] = zeros([40], { dtype: "int32" })),
    ],
    [
      "an optimiser's tensor of another shape",
      "0.exp_avg of shape [3]",
      (tensors) => (tensors["optimizer.0.exp_avg"] = zeros([3])),
    ],
    [
      "a batch beyond the epoch",
      "9 as fit.position.batch",
      (_tensors, { fit }) => (fit!.position = { epoch: 2, batch: 9 }),
    ],
    [
      "an epoch that is text",
      '"2" as fit.position.epoch',
      (_tensors, { fit }) => (fit!.position = { epoch: "2", batch: 2 }),
    ],
    ["an epoch without its end", "null as fit.pass", (_tensors, { fit }) => (fit!.pass = null)],
    [
      "other settings",
      "whose lr is string",
      (_tensors, { optimizer }) => replaceSetting(optimizer, "lr", "fast"),
    ],
    [
      "another optimiser",
      "whose betas is undefined",
      (_tensors, { optimizer }) => replaceSetting(optimizer, "betas"),
    ],
    [
      "steps of no parameter",
      "steps of parameter 7",
      (_tensors, { optimizer }) => (optimizer!.steps = { 7: 1 }),
    ],
    [
      "negative steps",
      "-1 as optimizer.steps.0",
      (_tensors, { optimizer }) => (optimizer!.steps = { 0: -1 }),
    ],
    ["no history", "expected a list", (_tensors, metadata) => (metadata.history = {})],
  ])("%s", async (_title, message, change) => {
    const error = await answerTo(await changed(change));
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toContain(name);
    expect(String(error)).toContain(message);
  });

  it("nothing, where nothing was changed", async () => {
    expect(await answerTo(await changed(() => {}))).toBeNull();
  });

  it("a safetensors file that is none", async () => {
    const error = await answerTo(await saveSafetensors({ weight: zeros([1]) }));
    expect(String(error)).toContain("run.safetensors: got a safetensors file without a training state");
  });
});

function replaceSetting(optimizer: Record<string, unknown> | undefined, key: string, value?: unknown): void {
  const [group] = optimizer!.paramGroups as { settings: Record<string, unknown> }[];
  group!.settings[key] = value;
}

const rounds = process.env.MNIST_LONG_TESTS ? 2000 : 60;

it("answers damaged bytes with a DataError that names the file, and changes nothing", {
  timeout: 60_000,
}, async () => {
  const random = new Generator(3);
  const below = (limit: number) => random.random32() % limit;
  const header = Number(new DataView(whole.buffer).getBigUint64(0, true)) + 8;
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const bytes = whole.slice(0, round % 3 === 0 ? below(whole.length) : whole.length);
    for (let i = 0; i <= below(4) && bytes.length > 0; i++)
      bytes[below(Math.min(header, bytes.length))] = below(256);
    const error = await answerTo(bytes);
    if (error === null) continue;
    refused++;
    expect(error, `round ${round}`).toBeInstanceOf(DataError);
    expect(String(error)).toContain(name);
  }
  expect(refused).toBeGreaterThan(rounds / 2);
});
