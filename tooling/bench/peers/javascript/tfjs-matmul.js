import { serve, timedOften } from "./serve.js";
import { about, tf } from "./tfjs.js";

const cases = [64, 128, 256, 512, 1024].map((size) => [
  size,
  tf.randomNormal([size, size]),
  tf.randomNormal([size, size]),
]);

await serve(async () => {
  const figures = {};
  for (const [size, a, b] of cases) figures[`${size}³`] = await timedOften(() => tf.matMul(a, b).dispose());
  return figures;
}, about);
