import { fitCurve } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import { serve, timed } from "./serve.js";

await serve({
  round: async () => {
    manualSeed(42);
    return { "2000 steps": await timed(() => fitCurve()) };
  },
});
