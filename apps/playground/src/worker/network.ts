import { noGrad } from "@mnist/autograd";
import type { DigitImages } from "@mnist/data";
import {
  type CalibratedReading,
  DivergedError,
  type Learner,
  readScores,
  type TrainedModel,
} from "@mnist/learner";
import { Conv2d, Linear, type Module, Sequential } from "@mnist/nn";
import { fromData, type Tensor } from "@mnist/tensor";
import type { Check } from "./protocol.js";
import type { RunSettings } from "./run-settings.js";

/** A check, and what was said of each picture. */
export interface Checked {
  readonly check: Check;
  readonly images: DigitImages;
  /** For each picture the place of its answer among the classes. */
  readonly answers: Uint8Array;
  readonly confidences: Float32Array;
}

/** A network in its place, and what is known of it. */
export interface Network {
  trained: TrainedModel;
  readonly settings: RunSettings | null;
  /** The learner of the latest run, which "train on" goes on with. */
  learner: Learner | null;
  isTrained: boolean;
  /** Whether it came with the page. */
  readonly isReady: boolean;
  /** The first layer's weights as they were drawn. */
  readonly start: Float32Array | null;
  checked: Checked | null;
}

/** Pictures of 784 bytes each, as the network wants them: [count, 784]. */
export function inputOf({ settings }: TrainedModel, pixels: Uint8Array): Tensor {
  const scale = settings.rawPixels ? 1 : 255;
  return fromData(
    Float32Array.from(pixels, (level) => level / scale),
    [pixels.length / 784, 784],
  );
}

/** Has a network answer as in use, also in the middle of its training, which goes on as if nothing had been asked. */
export function inUse<Result>(model: Module, ask: () => Result): Result {
  const { training } = model;
  model.eval();
  try {
    return ask();
  } finally {
    model.train(training);
  }
}

export function answer({ model }: TrainedModel, input: Tensor): Tensor {
  return inUse(model, () => noGrad(() => model(input)));
}

/** What a network reads; where it has diverged, whatever its numbers still say, in doubt. */
export async function readingsOf(trained: TrainedModel, output: Tensor): Promise<CalibratedReading[]> {
  try {
    return await readScores(trained, output);
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    const doubt = "its numbers are no numbers any more: the training diverged";
    return (await trained.recipe.read(output)).map((reading) => ({ ...reading, doubt }));
  }
}

/** The layers that a picture goes through one after the other; the network itself where it is but one. */
export function layersOf(model: Module): readonly Module[] {
  return model instanceof Sequential ? [...model] : [model];
}

/** The layers with weights to be looked at. */
export function learningLayers(model: Module): readonly (Linear | Conv2d)[] {
  return layersOf(model).filter((layer) => layer instanceof Linear || layer instanceof Conv2d);
}

export async function floats(tensor: Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.detach().data());
}
