import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([3, 4]);
const rows = integers([2, 4], { to: 3 });

/** Elements picked and placed by their positions. */
export const indexing: readonly OperationCase[] = [
  operation("torch.gather", "a.gather(0, b)", [x, rows], (a, b) => a.gather(0, b)),
  operation("torch.gather", "a.gather(1, b)", [x, integers([3, 2], { to: 4 })], (a, b) => a.gather(1, b)),
  operation(
    "torch.scatter_add",
    "a.scatter_add(0, b, c)",
    [x, rows, floats([2, 4], { seed: 1 })],
    (a, b, c) => a.scatterAdd(0, b, c),
  ),
  operation("torch.index_select", "a.index_select(0, b)", [x, values([2, 0, 2], "int32")], (a, b) =>
    a.indexSelect(0, b),
  ),
  operation("torch.index_select", "a.index_select(1, b)", [x, values([3, 0], "int32")], (a, b) =>
    a.indexSelect(1, b),
  ),
  operation("torch.Tensor.masked_fill", "a.masked_fill(b, 9)", [x, booleans([3, 4])], (a, b) =>
    a.maskedFill(b, 9),
  ),
];
