import "@mnist/autograd";
import { Linear } from "@mnist/nn";
import { compile, manualSeed, randn, type Tensor } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

/** Products with batch axes, and the one product of two matrices with as many rows: products [eager] */
manualSeed(1);
const eager = process.argv.includes("eager");
const product = (left: number[], right: number[]): (() => Tensor) => {
  const [a, b] = [randn(left), randn(right)];
  return () => a.matmul(b);
};
const linear = new Linear(256, 256, { bias: false });
const batch = randn([8, 256, 256]);

const works: Record<string, () => Tensor> = {
  "2048 × 256 × 256": product([2048, 256], [256, 256]),
  "[8, 256, 256] × [256, 256]": product([8, 256, 256], [256, 256]),
  "[8, 256, 256] × [8, 256, 256]": product([8, 256, 256], [8, 256, 256]),
  "Linear on [8, 256, 256]": () => linear(batch),
  "2048 × 8 × 32": product([2048, 8], [8, 32]),
  "[64, 32, 8] × [64, 8, 32]": product([64, 32, 8], [64, 8, 32]),
};

const trigger = randn([1]);
const cases = Object.entries(works).map(([name, work]): [string, () => unknown] => {
  if (eager) return [name, work];
  const kept = work().detach();
  const step = compile((input: Tensor) => {
    kept.copy_(work().detach());
    return [input];
  });
  return [name, () => step(trigger)];
});

await serve({ round: () => Object.fromEntries(cases.map(([name, run]) => [name, timedOften(run)])) });
