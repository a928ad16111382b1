import { compile, manualSeed, randn } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

manualSeed(1);
const eager = process.argv.includes("eager");
const cases = [
  [256, 10],
  [4096, 1000],
].map(([rows, columns]) => {
  const [x, output, trigger] = [randn([rows!, columns!]), randn([rows!, columns!]), randn([1])];
  const step = compile((input) => {
    output.copy_(x.softmax(1));
    return [input];
  });
  return { name: `${rows} × ${columns}`, run: eager ? () => x.softmax(1) : () => step(trigger) };
});

await serve({ round: () => Object.fromEntries(cases.map(({ name, run }) => [name, timedOften(run)])) });
