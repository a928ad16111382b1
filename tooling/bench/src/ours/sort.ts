import { manualSeed, randn } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

manualSeed(1);
const cases = [1e4, 1e6].map((count) => ({ count, x: randn([count]) }));

await serve({
  round: () => Object.fromEntries(cases.map(({ count, x }) => [String(count), timedOften(() => x.sort())])),
});
