import { crossEntropy } from "@mnist/nn";
import { averaged, type Metric } from "./metric.js";
import { transformed } from "./regression.js";

/** exp of the mean cross-entropy of scores [batch, classes] and classes [batch]: 1 is certain and right. @source fastai.metrics.Perplexity */
export function perplexity(): Metric {
  const mean = averaged((prediction, target) => crossEntropy(prediction, target), "perplexity");
  return transformed(mean, Math.exp);
}
