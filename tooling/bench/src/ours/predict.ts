import { noGrad } from "@mnist/autograd";
import { recipes } from "@mnist/learner";
import { manualSeed, rand } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

/** One picture through the digits network, answers read. */
manualSeed(1);
const model = recipes.digits.model(recipes.digits.defaults).eval();
const picture = rand([1, 784]);

await serve({
  round: () => ({ "one picture": timedOften(() => noGrad(() => model(picture).softmax(1).dataSync())) }),
});
