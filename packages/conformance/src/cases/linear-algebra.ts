import { chainMatmul, einsum, tensordot } from "@mnist/tensor";
import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const other = { seed: 1 } as const;
const vectors = [floats([3]), floats([3], other)];

const square = floats([3, 3]);
const batches = [floats([2, 2, 3]), floats([2, 3, 2], other)];

const sums = (
  equation: string,
  inputs: Parameters<typeof operation>[2],
  call: Parameters<typeof operation>[3],
) =>
  operation(
    "torch.einsum",
    `torch.einsum('${equation}', ${["a", "b", "c"].slice(0, inputs.length).join(", ")})`,
    inputs,
    call,
  );

const einsums: readonly OperationCase[] = [
  sums("ij,jk->ik", [floats([2, 3]), floats([3, 2], other)], (a, b) => einsum("ij,jk->ik", a, b)),
  sums("ij,jk", [floats([2, 3]), floats([3, 2], other)], (a, b) => einsum("ij,jk", a, b)),
  sums("bij,bjk->bik", batches, (a, b) => einsum("bij,bjk->bik", a, b)),
  sums("ii->", [square], (a) => einsum("ii->", a)),
  sums("ii->i", [square], (a) => einsum("ii->i", a)),
  sums("ji", [floats([2, 3])], (a) => einsum("ji", a)),
  sums("i,j->ij", [floats([2]), floats([3], other)], (a, b) => einsum("i,j->ij", a, b)),
  sums("ij,ij->", [floats([2, 3]), floats([2, 3], other)], (a, b) => einsum("ij,ij->", a, b)),
  sums("...ij,...jk->...ik", [floats([2, 1, 2, 3]), floats([2, 3, 2], other)], (a, b) =>
    einsum("...ij,...jk->...ik", a, b),
  ),
  sums("bn,anm,bm->ba", [floats([2, 3]), floats([2, 3, 2], other), floats([2, 2])], (a, b, c) =>
    einsum("bn,anm,bm->ba", a, b, c),
  ),
  sums("ijk->kj", [floats([2, 3, 2])], (a) => einsum("ijk->kj", a)),
];

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
  ...einsums,
  operation("torch.mm", "a.mm(b)", [floats([2, 3]), floats([3, 2], other)], (a, b) => a.mm(b)),
  operation("torch.mv", "a.mv(b)", [floats([2, 3]), floats([3], other)], (a, b) => a.mv(b)),
  operation("torch.bmm", "a.bmm(b)", batches, (a, b) => a.bmm(b)),
  operation("torch.inner", "torch.inner(a, b)", [floats([2, 3]), floats([3], other)], (a, b) => a.inner(b)),
  operation("torch.inner", "torch.inner(a, b)", [floats([2, 3]), floats([4, 3], other)], (a, b) =>
    a.inner(b),
  ),
  operation("torch.tensordot", "torch.tensordot(a, b, 1)", [floats([2, 3]), floats([3, 2], other)], (a, b) =>
    tensordot(a, b, 1),
  ),
  operation(
    "torch.tensordot",
    "torch.tensordot(a, b, ([2, 0], [0, 1]))",
    [floats([2, 3, 2]), floats([2, 2, 3], other)],
    (a, b) =>
      tensordot(a, b, [
        [2, 0],
        [0, 1],
      ]),
  ),
  operation("torch.cross", "torch.cross(a, b, dim=1)", [floats([2, 3]), floats([2, 3], other)], (a, b) =>
    a.cross(b),
  ),
  operation("torch.matrix_power", "torch.matrix_power(a, 5)", [floats([2, 2])], (a) => a.matrixPower(5)),
  operation("torch.matrix_power", "torch.matrix_power(a, 0)", [floats([2, 2])], (a) => a.matrixPower(0), {
    gradient: false,
  }),
  operation(
    "torch.chain_matmul",
    "torch.chain_matmul(a, b, c)",
    [floats([2, 3]), floats([3, 2], other), floats([2, 4])],
    (a, b, c) => chainMatmul(a, b, c),
  ),
];
