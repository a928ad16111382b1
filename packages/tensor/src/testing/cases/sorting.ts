import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([3, 4]);
const ties = integers([2, 6], { to: 3 });

/** Elements in order, and running totals. */
export const sorting: readonly OperationCase[] = [
  operation("torch.argsort", "torch.argsort(a, 0)", [x], (a) => a.argsort(0)),
  operation("torch.argsort", "torch.argsort(a, dim=1, stable=True)", [ties], (a) => a.argsort(1)),
  operation("torch.argsort", "a.argsort(-1, True)", [floats([2, 2, 3, 1, 2])], (a) => a.argsort(-1, true)),
  operation("torch.sort", "torch.sort(a)", [x], (a) => a.sort()),
  operation("torch.sort", "torch.sort(a, 0, True)", [x], (a) => a.sort(0, true)),
  operation("torch.sort", "torch.sort(a, dim=1, stable=True)", [ties], (a) => a.sort(1)),
  operation("torch.sort", "torch.sort(a, dim=1, descending=True, stable=True)", [ties], (a) =>
    a.sort(1, true),
  ),
  operation("torch.topk", "torch.topk(a, 2)", [x], (a) => a.topk(2)),
  operation("torch.topk", "torch.topk(a, 2, 0, False)", [x], (a) => a.topk(2, 0, false)),
  operation("torch.cumsum", "torch.cumsum(a, 1)", [x], (a) => a.cumsum(1)),
  operation("torch.cumsum", "torch.cumsum(a, 0)", [integers([3, 2])], (a) => a.cumsum(0)),
];
