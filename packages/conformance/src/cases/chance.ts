import * as tensors from "@mnist/tensor";
import { manualSeed, type Tensor } from "@mnist/tensor";
import {
  type CaseOptions,
  floats,
  type InputSpec,
  type OperationCase,
  operation,
} from "../operation-case.js";

const x = floats([5, 4]);
const tall = floats([7, 4]);
const shares = floats([5, 4], { from: 0, to: 1 });
const weights = floats([2, 6], { from: 0.1, to: 2 });
/** The stream is another one for float64, and numbers are drawn in the order in which elements lie in memory. */
const options: CaseOptions = { gradient: false, double: false, layouts: false };

/** A call after seeding, so that the numbers are PyTorch's own. */
function seeded(
  torch: string,
  python: string,
  inputs: readonly InputSpec[],
  run: (a: Tensor) => Tensor,
  more: CaseOptions = {},
): OperationCase {
  const call = (a: Tensor): Tensor => {
    manualSeed(7);
    return run(a);
  };
  return operation(torch, `[torch.manual_seed(7), ${python}][1:]`, inputs, call, { ...options, ...more });
}

/** Random numbers. */
export const chance: readonly OperationCase[] = [
  seeded("torch.rand", "torch.rand(3, 7)", [], () => tensors.rand([3, 7])),
  seeded("torch.randn", "torch.randn(5)", [], () => tensors.randn([5])),
  seeded("torch.randn", "torch.randn(3, 7)", [], () => tensors.randn([3, 7])),
  seeded("torch.randint", "torch.randint(3, 90, (3, 4))", [], () => tensors.randint(3, 90, [3, 4])),
  seeded("torch.randperm", "torch.randperm(9)", [], () => tensors.randperm(9)),
  seeded("torch.normal", "torch.normal(3., 2., (2, 9))", [], () => tensors.normal(3, 2, [2, 9])),
  seeded("torch.rand_like", "torch.rand_like(a)", [x], (a) => tensors.randLike(a)),
  seeded("torch.randn_like", "torch.randn_like(a)", [x], (a) => tensors.randnLike(a)),
  seeded("torch.Tensor.uniform_", "a.clone().uniform_(-1, 3)", [x], (a) => a.uniform_(-1, 3)),
  seeded("torch.Tensor.normal_", "a.clone().normal_(1, 2)", [x], (a) => a.normal_(1, 2)),
  seeded("torch.Tensor.exponential_", "a.clone().exponential_(2)", [x], (a) => a.exponential_(2)),
  seeded("torch.Tensor.bernoulli_", "a.clone().bernoulli_(0.3)", [x], (a) => a.bernoulli_(0.3)),
  ...(
    [
      ["a.clone().t()", (a) => a.clone().t()],
      ["a.clone()[:, :3]", (a) => a.clone().narrow(1, 0, 3)],
    ] as const satisfies readonly [string, (a: Tensor) => Tensor][]
  ).flatMap(([python, view]: readonly [string, (a: Tensor) => Tensor]) => [
    seeded("torch.rand_like", `torch.rand_like(${python})`, [x], (a) => tensors.randLike(view(a))),
    seeded("torch.randn_like", `torch.randn_like(${python})`, [tall], (a) => tensors.randnLike(view(a))),
    seeded("torch.Tensor.uniform_", `${python}.uniform_(-1, 3)`, [x], (a) => view(a).uniform_(-1, 3)),
    seeded("torch.Tensor.normal_", `${python}.normal_(1, 2)`, [tall], (a) => view(a).normal_(1, 2)),
    seeded("torch.Tensor.exponential_", `${python}.exponential_()`, [x], (a) => view(a).exponential_()),
  ]),
  seeded("torch.Tensor.uniform_", "a.clone().permute(2, 0, 1).uniform_()", [floats([2, 3, 4])], (a) =>
    a.clone().permute([2, 0, 1]).uniform_(),
  ),
  seeded("torch.bernoulli", "torch.bernoulli(a)", [shares], (a) => a.bernoulli()),
  seeded("torch.multinomial", "torch.multinomial(a, 4)", [weights], (a) => a.multinomial(4)),
  seeded("torch.multinomial", "torch.multinomial(a, 1)", [weights], (a) => a.multinomial(1)),
  seeded("torch.multinomial", "torch.multinomial(a, 9, True)", [weights], (a) =>
    a.multinomial(9, { replacement: true }),
  ),
];
