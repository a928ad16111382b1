import {
  BCELoss,
  BCEWithLogitsLoss,
  bceLoss,
  bceWithLogits,
  CrossEntropyLoss,
  crossEntropy,
  MnistLoss,
  mnistLoss,
  NLLLoss,
  nllLoss,
} from "@mnist/nn";
import { isFloat, type Tensor } from "@mnist/tensor";
import type { LossFunction } from "../learner.js";

/** What a loss takes predictions for. @source fastai's loss_func.activation and loss_func.decodes */
export interface Decoding {
  /** Scores to probabilities, or whatever is shown of a prediction. */
  readonly activation: (prediction: Tensor) => Tensor;
  /** Predictions to answers of the targets' kind; of an unknown loss, classes where the targets are whole numbers. */
  readonly decode: (prediction: Tensor, target: Tensor) => Tensor;
}

const same = (prediction: Tensor): Tensor => prediction;
const largest = (prediction: Tensor): Tensor => prediction.argmax(1);

const scores: Decoding = { activation: (prediction) => prediction.softmax(1), decode: largest };
const logProbabilities: Decoding = { activation: (prediction) => prediction.exp(), decode: largest };
const logits: Decoding = {
  activation: (prediction) => prediction.sigmoid(),
  decode: (prediction) => prediction.gt(0).to("int32"),
};
const probabilities: Decoding = {
  activation: same,
  decode: (prediction) => prediction.gt(0.5).to("int32"),
};
const unknown: Decoding = {
  activation: same,
  decode: (prediction, target) =>
    !isFloat(target.dtype) && (prediction.shape[1] ?? 1) > 1 ? largest(prediction) : prediction,
};

const byFunction = new Map<LossFunction, Decoding>([
  [crossEntropy, scores],
  [nllLoss, logProbabilities],
  [bceWithLogits, logits],
  [bceLoss, probabilities],
  [mnistLoss, probabilities],
]);

function known(lossFunction: LossFunction): Decoding {
  if (lossFunction instanceof CrossEntropyLoss) return scores;
  if (lossFunction instanceof NLLLoss) return logProbabilities;
  if (lossFunction instanceof BCEWithLogitsLoss) return logits;
  if (lossFunction instanceof BCELoss || lossFunction instanceof MnistLoss) return probabilities;
  return byFunction.get(lossFunction) ?? unknown;
}

/** What the predictions mean under a loss, but for what is `given`. */
export function decodingOf(lossFunction: LossFunction, given: Partial<Decoding>): Decoding {
  const { activation, decode } = known(lossFunction);
  return { activation: given.activation ?? activation, decode: given.decode ?? decode };
}
