import { noGrad } from "@mnist/autograd";
import { DataLoader, type Dataset, type LabelledBatch } from "@mnist/data";
import { ArgumentError, cat, Generator, keep, type Tensor } from "@mnist/tensor";
import type { Callback } from "../events.js";
import type { Learner } from "../learner.js";
import { sampleLosses } from "./sample-losses.js";

export interface GetPredsOptions {
  /** Whose data set to predict; the validation loader unless said. */
  readonly loader?: DataLoader<LabelledBatch> | null;
  /** Also each sample's loss. */
  readonly withLoss?: boolean;
}

/** Predictions for a whole data set, in its order. */
export interface Predictions {
  /** What the loss takes them for, probabilities after a cross-entropy: [samples, …]. */
  readonly predictions: Tensor;
  /** [samples, …]. */
  readonly targets: Tensor;
  /** The answers: classes [samples] after a cross-entropy. */
  readonly decoded: Tensor;
  /** Each sample's loss: [samples]; null unless asked for. */
  readonly losses: Tensor | null;
}

/** First to last, and without a draw from the random stream that training goes on with. */
export function inOrder(dataset: Dataset<LabelledBatch>, batchSize: number): DataLoader<LabelledBatch> {
  return new DataLoader(dataset, { batchSize, generator: new Generator() });
}

/** Validates on a data set and keeps what the model says. */
export async function gatherPredictions(
  learner: Learner,
  { loader = learner.loaders.valid, withLoss = false }: GetPredsOptions,
): Promise<Predictions> {
  if (loader === null || loader.dataset.length === 0) {
    throw new ArgumentError({
      operation: "getPreds",
      got: loader === null ? "a learner without a validation set" : "an empty data set",
      expected: "samples to predict",
      hint: "Try { loader: learner.loaders.train }.",
    });
  }
  const outputs: Tensor[] = [];
  const targets: Tensor[] = [];
  const losses: Tensor[] = [];
  const gathering: Callback = {
    name: "GatherPredictions",
    afterBatch({ prediction, target }) {
      if (prediction === null || target === null) return;
      outputs.push(keep(prediction));
      targets.push(keep(target));
      if (withLoss) losses.push(keep(noGrad(() => sampleLosses(learner.lossFunction, prediction, target))));
    },
  };
  await learner.validate(inOrder(loader.dataset, loader.batchSize), { callbacks: [gathering] });
  return noGrad(() => {
    const [output, target] = [cat(outputs), cat(targets)];
    return {
      predictions: learner.decoding.activation(output),
      targets: target,
      decoded: learner.decoding.decode(output, target),
      losses: withLoss ? cat(losses) : null,
    };
  });
}
