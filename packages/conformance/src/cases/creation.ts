import * as create from "@mnist/tensor";
import { tensor } from "@mnist/tensor";
import { floats, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3]);

/** Tensors made of nothing. */
export const creation: readonly OperationCase[] = [
  operation("torch.tensor", "torch.tensor([[1., 2.], [3., 4.]])", [], () =>
    tensor([
      [1, 2],
      [3, 4],
    ]),
  ),
  operation("torch.full", "torch.full((2, 3), 1.5)", [], () => create.full([2, 3], 1.5)),
  operation("torch.zeros", "torch.zeros(2, 0)", [], () => create.zeros([2, 0])),
  operation("torch.ones", "torch.ones(2)", [], () => create.ones([2])),
  operation("torch.zeros_like", "torch.zeros_like(a)", [x], (a) => create.zerosLike(a)),
  operation("torch.ones_like", "torch.ones_like(a)", [x], (a) => create.onesLike(a)),
  operation("torch.full_like", "torch.full_like(a, 7)", [x], (a) => create.fullLike(a, 7)),
  operation("torch.arange", "torch.arange(5)", [], () => create.arange(5)),
  operation("torch.arange", "torch.arange(1, 2, 0.3)", [], () => create.arange(1, 2, 0.3)),
  operation("torch.linspace", "torch.linspace(-1, 2, 7)", [], () => create.linspace(-1, 2, 7)),
  operation("torch.eye", "torch.eye(2, 3)", [], () => create.eye(2, 3)),
  operation("torch.logspace", "torch.logspace(-1, 2, 4)", [], () => create.logspace(-1, 2, 4)),
  operation("torch.logspace", "torch.logspace(0, 3, 4, base=2)", [], () => create.logspace(0, 3, 4, 2)),
  operation("torch.empty", "torch.empty(2, 3).zero_()", [], () => create.empty([2, 3])),
  operation("torch.empty_like", "torch.empty_like(a).zero_()", [x], (a) => create.emptyLike(a), {
    gradient: false,
  }),
];
