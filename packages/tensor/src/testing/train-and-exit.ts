/** Trains with as many threads as the environment says, prints a sum of the weights and how many threads there were, and ends. */
import { compile, getNumThreads, manualSeed, randn } from "../index.js";

manualSeed(1);
const weights = randn([300, 200]);
const step = compile((x) => {
  weights.sub_(x.t().matmul(x.matmul(weights).tanh()).mul(0.001));
  return [weights.sum()];
});
let sum = 0;
for (let i = 0; i < 30; i++) sum = step(randn([250, 300]))[0]!.itemSync();
console.log(JSON.stringify({ sum, threads: getNumThreads() }));
