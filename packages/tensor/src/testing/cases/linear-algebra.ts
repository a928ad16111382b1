import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const other = { seed: 1 } as const;
const vectors = [floats([3]), floats([3], other)];

/** Products of matrices and vectors. */
export const linearAlgebra: readonly OperationCase[] = [
  operation("torch.matmul", "a @ b", [floats([2, 3]), floats([3, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", vectors, (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([3]), floats([3, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([2, 3]), floats([3], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([2, 2, 3]), floats([3, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([2, 1, 2, 3]), floats([2, 3, 1], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([0, 3]), floats([3, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([2, 0]), floats([0, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [integers([2, 3]), integers([3, 2], other)], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [floats([40, 30]), floats([30, 20], other)], (a, b) => a.matmul(b), {
    gradient: false,
    slack: 10,
  }),
  operation("torch.dot", "a.dot(b)", vectors, (a, b) => a.dot(b)),
  operation("torch.outer", "a.outer(b)", [floats([3]), floats([2], other)], (a, b) => a.outer(b)),
];
