import { noGradNow } from "@mnist/autograd/internal";
import { DataLoader, type Dataset, joinStructures } from "@mnist/data";
import { ArgumentError, cat, Generator, keep, type Tensor } from "@mnist/tensor";
import { mapTensors } from "@mnist/tensor/internal";
import type { PairLoader } from "../data-loaders.js";
import type { Callback } from "../events.js";
import type { Training } from "../training.js";
import { sampleLosses } from "./sample-losses.js";

export interface GetPredsOptions<Input = Tensor, Target = Tensor> {
  /** Whose data set to predict; the validation loader unless said. */
  readonly loader?: PairLoader<Input, Target> | null;
  /** Also each sample's loss. */
  readonly withLoss?: boolean;
}

/** Predictions for a whole data set, in its order. */
export interface Predictions<Output = Tensor, Target = Tensor> {
  /** What the loss takes them for, probabilities after a cross-entropy: [samples, …]. */
  readonly predictions: Output;
  /** [samples, …]. */
  readonly targets: Target;
  /** The answers: classes [samples] after a cross-entropy. */
  readonly decoded: Output | Tensor;
  /** Each sample's loss: [samples]; null unless asked for. */
  readonly losses: Tensor | null;
}

/** A learner as predictions are gathered from it. */
interface Validating<Input, Target, Output> extends Training<Input, Target, Output> {
  validate(
    loader: PairLoader<Input, Target>,
    options: { readonly callbacks: readonly Callback<Input, Target, Output>[] },
  ): Promise<unknown>;
}

/** First to last, and without a draw from the random stream that training goes on with. */
export function inOrder<Batch>(dataset: Dataset<Batch>, batchSize: number): DataLoader<Batch> {
  return new DataLoader(dataset, { batchSize, generator: new Generator() });
}

/** Validates on a data set and keeps what the model says. */
export async function gatherPredictions<Input, Target, Output>(
  learner: Validating<Input, Target, Output>,
  { loader = learner.loaders.valid, withLoss = false }: GetPredsOptions<Input, Target>,
): Promise<Predictions<Output, Target>> {
  if (loader === null || loader.dataset.length === 0) {
    throw new ArgumentError({
      operation: "getPreds",
      got: loader === null ? "a learner without a validation set" : "an empty data set",
      expected: "samples to predict",
      hint: "Try { loader: learner.loaders.train }.",
    });
  }
  const outputs: Output[] = [];
  const targets: Target[] = [];
  const losses: Tensor[] = [];
  const gathering: Callback<Input, Target, Output> = {
    name: "GatherPredictions",
    afterBatch({ prediction, target }) {
      if (prediction === null || target === null) return;
      outputs.push(mapTensors(prediction, keep));
      targets.push(mapTensors(target, keep));
      if (withLoss)
        losses.push(keep(noGradNow(() => sampleLosses(learner.lossFunction, prediction, target))));
    },
  };
  await learner.validate(inOrder(loader.dataset, loader.batchSize), { callbacks: [gathering] });
  return noGradNow(() => {
    const output = joinStructures("getPreds", outputs, (parts) => cat(parts));
    const target = joinStructures("getPreds", targets, (parts) => cat(parts));
    return {
      predictions: learner.decoding.activation(output),
      targets: target,
      decoded: learner.decoding.decode(output, target),
      losses: withLoss ? cat(losses) : null,
    };
  });
}
