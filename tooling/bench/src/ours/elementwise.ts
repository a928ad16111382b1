import { compile, manualSeed, randn, setNumThreads, type Tensor } from "@mnist/tensor";
import { serve } from "./serve.js";
import { timedOften } from "./timing.js";

manualSeed(1);
setNumThreads(1);
const eager = process.argv.includes("eager");

const operations: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add: (a, b) => a.add(b),
  gt: (a, b) => a.gt(b),
  "mul and sum": (a, b) => a.mul(b).sum(),
  "transposed copy": (a) => a.t().contiguous(),
  exp: (a) => a.exp(),
  sigmoid: (a) => a.sigmoid(),
  tanh: (a) => a.tanh(),
  erf: (a) => a.erf(),
};

/** Square matrices of about 10⁴, 10⁶ and 10⁷ elements. */
const cases = [100, 1000, 3162].flatMap((size) => {
  const [a, b, trigger] = [randn([size, size]), randn([size, size]), randn([1])];
  return Object.entries(operations).map(([name, operation]) => {
    const target = operation(a, b);
    const step = compile((input) => {
      target.copy_(operation(a, b));
      return [input];
    });
    return { name: `${name}, ${size}²`, run: eager ? () => operation(a, b) : () => step(trigger) };
  });
});

await serve({ round: () => Object.fromEntries(cases.map(({ name, run }) => [name, timedOften(run)])) });
