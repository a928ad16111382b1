import { fitCurve } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timed } from "./timing.js";

await serve({
  round: async () => {
    manualSeed(42);
    return { "2000 steps": await timed(() => fitCurve()) };
  },
});
