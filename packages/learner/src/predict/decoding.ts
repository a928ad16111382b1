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
import { isFloat, Tensor } from "@mnist/tensor";

/** What a loss takes predictions for. @source fastai's loss_func.activation and loss_func.decodes */
export interface Decoding<Output = Tensor, Target = Tensor> {
  /** Scores to probabilities, or whatever is shown of a prediction. */
  readonly activation: (prediction: Output) => Output;
  /** Predictions to answers of the targets' kind; of an unknown loss, classes where the targets are whole numbers. */
  readonly decode: (prediction: Output, target: Target) => Output | Tensor;
}

const same = <T>(prediction: T): T => prediction;
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
const guessed: Decoding<unknown, unknown> = {
  activation: same,
  decode: (prediction, target) => {
    if (!(prediction instanceof Tensor && target instanceof Tensor)) return prediction;
    return !isFloat(target.dtype) && (prediction.shape[1] ?? 1) > 1 ? largest(prediction) : prediction;
  },
};

const byFunction = new Map<unknown, Decoding>([
  [crossEntropy, scores],
  [nllLoss, logProbabilities],
  [bceWithLogits, logits],
  [bceLoss, probabilities],
  [mnistLoss, probabilities],
]);

function known(lossFunction: unknown): Decoding | undefined {
  if (lossFunction instanceof CrossEntropyLoss) return scores;
  if (lossFunction instanceof NLLLoss) return logProbabilities;
  if (lossFunction instanceof BCEWithLogitsLoss) return logits;
  if (lossFunction instanceof BCELoss || lossFunction instanceof MnistLoss) return probabilities;
  return byFunction.get(lossFunction);
}

/** What the predictions mean under a loss, but for what is `given`. */
export function decodingOf<Output, Target>(
  lossFunction: unknown,
  given: Partial<Decoding<Output, Target>>,
): Decoding<Output, Target> {
  // A known loss takes tensors, so that these are what its predictions and targets are.
  const { activation, decode } = (known(lossFunction) ?? guessed) as Decoding<Output, Target>;
  return { activation: given.activation ?? activation, decode: given.decode ?? decode };
}
