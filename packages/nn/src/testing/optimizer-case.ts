import { manualSeed, randn, type Tensor } from "@mnist/tensor";
import * as optim from "../optim/index.js";
import type { StoredTensor } from "./stored-tensor.js";

/** Some steps of an optimiser, as tooling/golden/nn_optim.py writes them. */
export interface OptimizerCase {
  readonly optimizer: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly groups: readonly Readonly<Record<string, unknown>>[] | null;
  readonly clip: readonly [string, string] | null;
  readonly losses: readonly number[];
  readonly w: StoredTensor;
  readonly b: StoredTensor;
}

type OptimizerClass = new (parameters: unknown, options: unknown) => optim.Optimizer;

/** The problem of tooling/golden/nn_optim.py, and the rule that a case asks for. */
export function setUp({ optimizer, options, groups }: OptimizerCase) {
  manualSeed(5);
  const [x, y, w, b] = [[16, 3], [16, 4], [3, 4], [4]].map((shape) => randn(shape)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  for (const leaf of [w, b]) leaf.requiresGrad_();
  const parameters =
    groups === null ? [w, b] : [w, b].map((parameter, i) => ({ parameters: [parameter], ...groups[i] }));
  const rule = new (Reflect.get(optim, optimizer) as OptimizerClass)(parameters, options);
  const step = (clip: OptimizerCase["clip"] = null): Tensor => {
    const loss = x.matmul(w).add(b).tanh().sub(y).square().mean();
    rule.zeroGrad();
    loss.backward();
    if (clip !== null)
      optim.clipGradNorm_([w, b], Number(clip[0]), { normType: Number(clip[1].replace("inf", "Infinity")) });
    rule.step();
    return loss.detach();
  };
  return { w, b, rule, step };
}
