import { add, call, div, mul, sqrt, sub } from "../expression/expression.js";
import { exp } from "../expression/functions/exponential.js";
import { log } from "../expression/functions/logarithm.js";
import { lineOperation } from "./line-operation.js";

/** eˣ / Σ eˣ along the last axis. @source torch.softmax */
export const softmax = lineOperation("softmax", 1, (line) => {
  const [x] = line.elements;
  const power = call(exp, sub(x, line.largest(x)));
  return div(power, line.sum(power));
});

/** g and softmax's output y: y·(g − Σ g·y). */
export const softmaxGradient = lineOperation("softmaxGradient", 2, (line) => {
  const [g, y] = line.elements;
  return mul(y, sub(g, line.sum(mul(g, y))));
});

/** ln softmax(x) along the last axis. @source torch.nn.functional.log_softmax */
export const logSoftmax = lineOperation("logSoftmax", 1, (line) => {
  const [x] = line.elements;
  const shifted = sub(x, line.largest(x));
  return sub(shifted, call(log, line.sum(call(exp, shifted))));
});

/** g and logSoftmax's output y: g − eʸ·Σ g. */
export const logSoftmaxGradient = lineOperation("logSoftmaxGradient", 2, (line) => {
  const [g, y] = line.elements;
  return sub(g, mul(call(exp, y), line.sum(g)));
});

/** (x − mean) / √(variance + epsilon) along the last axis. @source torch.nn.functional.layer_norm */
export const layerNorm = lineOperation("layerNorm", 1, (line) => {
  const [x] = line.elements;
  const centred = sub(x, div(line.sum(x), line.count));
  const variance = div(line.sum(mul(centred, centred)), line.count);
  return mul(centred, div(1, sqrt(add(variance, line.epsilon))));
});

/** g and layerNorm's input x, with its output n and deviation d: (g − mean g − n·mean(g·n)) / d. */
export const layerNormGradient = lineOperation("layerNormGradient", 2, (line) => {
  const [g, x] = line.elements;
  const centred = sub(x, div(line.sum(x), line.count));
  const variance = div(line.sum(mul(centred, centred)), line.count);
  const scale = div(1, sqrt(add(variance, line.epsilon)));
  const normal = mul(centred, scale);
  const mean = div(line.sum(g), line.count);
  const along = div(line.sum(mul(g, normal)), line.count);
  return mul(scale, sub(sub(g, mean), mul(normal, along)));
});
