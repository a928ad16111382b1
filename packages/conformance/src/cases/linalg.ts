import type { Tensor } from "@mnist/tensor";
import * as linalg from "@mnist/tensor/linalg";
import { floats, type InputSpec, type OperationCase, operation, values } from "../operation-case.js";

/** Far from singular, no two singular values alike. */
const square = values([4, 1, -2, 0.5, 3, 1, -1, 2, 5], "float32", [3, 3]);
const batch = values([4, 1, 0.5, 3, -2, 1, 1, 5], "float32", [2, 2, 2]);
const tall = values([1, 2, 0.5, -1, 3, 0.25, -2, 1], "float32", [4, 2]);
const wide = values([1, 2, 0.5, -1, 3, 0.25, -2, 1], "float32", [2, 4]);
const singular = values([1, 2, 2, 4], "float32", [2, 2]);
const right = floats([3, 2], { seed: 1 });
const plain = { gradient: false } as const;
const t = "torch.linalg";

/** A A^T + 1, whose gradient is symmetric whatever half of it is read. */
const definite = "(a @ a.mT + torch.eye(3, dtype=a.dtype))";
const definiteOf = (a: Tensor): Tensor => a.matmul(a.mT).add(linalg.matrixPower(a.detach(), 0));

function each(name: string, inputs: readonly InputSpec[], run: (a: Tensor) => Tensor): OperationCase[] {
  return inputs.map((input) => operation(`${t}.${name}`, `${t}.${name}(a)`, [input], run));
}

const solving: readonly OperationCase[] = [
  ...each("inv", [square, batch], (a) => linalg.inv(a)),
  operation(`${t}.solve`, `${t}.solve(a, b)`, [square, right], (a, b) => linalg.solve(a, b)),
  operation(`${t}.solve`, `${t}.solve(a, b)`, [square, floats([3], { seed: 1 })], (a, b) =>
    linalg.solve(a, b),
  ),
  operation(`${t}.solve`, `${t}.solve(a, b)`, [batch, floats([2, 3], { seed: 1 })], (a, b) =>
    linalg.solve(a, b),
  ),
  operation(`${t}.solve`, `${t}.solve(a, b)`, [batch, floats([2, 2], { seed: 1 })], (a, b) =>
    linalg.solve(a, b),
  ),
  ...([true, false] as const).flatMap((upper) => [
    operation(
      `${t}.solve_triangular`,
      `${t}.solve_triangular(a, b, upper=${upper ? "True" : "False"})`,
      [square, right],
      (a, b) => linalg.solveTriangular(a, b, { upper }),
    ),
    operation(
      `${t}.solve_triangular`,
      `${t}.solve_triangular(a, b.mT, upper=${upper ? "True" : "False"}, left=False, unitriangular=True)`,
      [square, right],
      (a, b) => linalg.solveTriangular(a, b.mT, { upper, left: false, unitriangular: true }),
    ),
  ]),
  operation(
    "torch.cholesky_solve",
    "torch.cholesky_solve(b, a)",
    [square, right],
    (a, b) => linalg.choleskySolve(b, a),
    // PyTorch's gradient reaches the triangle that is not read.
    plain,
  ),
  operation(
    "torch.cholesky_inverse",
    "torch.cholesky_inverse(a)",
    [square],
    (a) => linalg.choleskyInverse(a),
    plain,
  ),
  operation(`${t}.tensorinv`, `${t}.tensorinv(a.reshape(3, 1, 3), 1)`, [square], (a) =>
    linalg.tensorinv(a.reshape([3, 1, 3]), 1),
  ),
  operation(`${t}.tensorsolve`, `${t}.tensorsolve(a.reshape(3, 1, 3), b)`, [square, floats([3, 1])], (a, b) =>
    linalg.tensorsolve(a.reshape([3, 1, 3]), b),
  ),
];

const determinants: readonly OperationCase[] = [
  ...each("det", [square, batch], (a) => linalg.det(a)),
  operation(
    `${t}.det`,
    `${t}.det(a[:])`,
    [values([1, 2, 2, 4, 3, 1, 1, 5], "float32", [2, 2, 2])],
    (a) => linalg.det(a),
    { steep: true, gradient: false },
  ),
  operation(`${t}.slogdet`, `${t}.slogdet(a)`, [batch], (a) => Object.values(linalg.slogdet(a))),
  operation("torch.logdet", "torch.logdet(a)", [square], (a) => linalg.logdet(a)),
];

const signless = "(lambda q, r: [q.abs(), r.abs(), q @ r])";

const decompositions: readonly OperationCase[] = [
  operation(`${t}.cholesky`, `${t}.cholesky(${definite})`, [square], (a) => linalg.cholesky(definiteOf(a))),
  operation(`${t}.cholesky`, `${t}.cholesky(${definite}, upper=True)`, [square], (a) =>
    linalg.cholesky(definiteOf(a), { upper: true }),
  ),
  ...[square, tall, wide, batch].map((input) =>
    operation(`${t}.qr`, `${t}.qr(a)`, [input], (a) => Object.values(linalg.qr(a))),
  ),
  operation(
    `${t}.qr`,
    `${signless}(*${t}.qr(a, mode='complete'))`,
    [tall],
    (a) => {
      const { Q, R } = linalg.qr(a, "complete");
      return [Q.abs(), R.abs(), Q.matmul(R)];
    },
    plain,
  ),
  operation(`${t}.eigh`, `(lambda w, v: [w, v.abs()])(*${t}.eigh(a + a.mT))`, [square], (a) => {
    const { eigenvalues, eigenvectors } = linalg.eigh(a.add(a.mT));
    return [eigenvalues, eigenvectors.abs()];
  }),
  operation(`${t}.eigvalsh`, `${t}.eigvalsh(a + a.mT)`, [square], (a) => linalg.eigvalsh(a.add(a.mT))),
  ...[square, tall, wide, batch].map((input) =>
    operation(
      `${t}.svd`,
      `(lambda u, s, vh: [u.abs(), s, vh.abs()])(*${t}.svd(a, full_matrices=False))`,
      [input],
      (a) => {
        const { U, S, Vh } = linalg.svd(a, { fullMatrices: false });
        return [U.abs(), S, Vh.abs()];
      },
    ),
  ),
  operation(
    `${t}.svd`,
    `(lambda u, s, vh: [u @ u.mT, s, vh @ vh.mT])(*${t}.svd(a))`,
    [tall],
    (a) => {
      const { U, S, Vh } = linalg.svd(a);
      return [U.matmul(U.mT), S, Vh.matmul(Vh.mT)];
    },
    plain,
  ),
  ...each("svdvals", [square, tall, wide], (a) => linalg.svdvals(a)),
];

const inverses: readonly OperationCase[] = [
  ...each("pinv", [square, tall, wide, batch], (a) => linalg.pinv(a)),
  operation(`${t}.pinv`, `${t}.pinv(a, rtol=0.1)`, [singular], (a) => linalg.pinv(a, { rtol: 0.1 }), plain),
  ...[square, tall, singular].map((input) =>
    operation(`${t}.matrix_rank`, `${t}.matrix_rank(a)`, [input], (a) => linalg.matrixRank(a), plain),
  ),
  operation(
    `${t}.matrix_rank`,
    `${t}.matrix_rank(a, atol=4.)`,
    [square],
    (a) => linalg.matrixRank(a, { atol: 4 }),
    plain,
  ),
  operation(
    `${t}.lstsq`,
    `${t}.lstsq(a, b)[0]`,
    [tall, floats([4, 3])],
    (a, b) => linalg.lstsq(a, b).solution,
  ),
  operation(
    `${t}.lstsq`,
    `list(${t}.lstsq(a, b, driver='gelsd')[:3])`,
    [tall, floats([4, 3])],
    (a, b) => {
      const { solution, residuals, rank } = linalg.lstsq(a, b);
      return [solution, residuals, rank];
    },
    plain,
  ),
  operation(
    `${t}.lstsq`,
    `${t}.lstsq(a, b)[0]`,
    [wide, floats([2, 1])],
    (a, b) => linalg.lstsq(a, b).solution,
  ),
];

const { POSITIVE_INFINITY: infinity } = Number;

const norms: readonly OperationCase[] = [
  operation(`${t}.vector_norm`, `${t}.vector_norm(a)`, [tall], (a) => linalg.vectorNorm(a)),
  operation(`${t}.vector_norm`, `${t}.vector_norm(a, 3, dim=0, keepdim=True)`, [tall], (a) =>
    linalg.vectorNorm(a, 3, { dim: 0, keepdim: true }),
  ),
  ...(
    [
      ["'fro'", "fro"],
      ["'nuc'", "nuc"],
      ["1", 1],
      ["-1", -1],
      ["2", 2],
      ["-2", -2],
      ["math.inf", infinity],
      ["-math.inf", -infinity],
    ] as const
  ).map(([python, order]) =>
    operation(`${t}.matrix_norm`, `${t}.matrix_norm(a, ${python})`, [batch], (a) =>
      linalg.matrixNorm(a, order),
    ),
  ),
  operation(`${t}.matrix_norm`, `${t}.matrix_norm(a, 'nuc', (0, 2), True)`, [batch], (a) =>
    linalg.matrixNorm(a, "nuc", { dim: [0, 2], keepdim: true }),
  ),
  operation(`${t}.norm`, `${t}.norm(a)`, [batch], (a) => linalg.norm(a)),
  operation(`${t}.norm`, `${t}.norm(a, 1)`, [tall], (a) => linalg.norm(a, 1)),
  operation(`${t}.norm`, `${t}.norm(a, 3, dim=1)`, [tall], (a) => linalg.norm(a, 3, { dim: 1 })),
  operation(`${t}.cond`, `${t}.cond(a)`, [square], (a) => linalg.cond(a)),
  operation(`${t}.cond`, `${t}.cond(a, 'fro')`, [square], (a) => linalg.cond(a, "fro"), plain),
  operation(`${t}.cond`, `${t}.cond(a, -2)`, [square], (a) => linalg.cond(a, -2)),
];

const products: readonly OperationCase[] = [
  operation(`${t}.multi_dot`, `${t}.multi_dot([a, b, a])`, [tall, wide], (a, b) =>
    linalg.multiDot([a, b, a]),
  ),
  operation(`${t}.multi_dot`, `${t}.multi_dot([b, a, b])`, [square, floats([3])], (a, b) =>
    linalg.multiDot([b, a, b]),
  ),
  operation(`${t}.matrix_power`, `${t}.matrix_power(a, 3)`, [batch], (a) => linalg.matrixPower(a, 3)),
  operation(`${t}.matrix_power`, `${t}.matrix_power(a, -2)`, [square], (a) => linalg.matrixPower(a, -2)),
  operation("torch.matrix_power", "torch.matrix_power(a, -1)", [square], (a) => a.matrixPower(-1)),
  operation(`${t}.matrix_exp`, `${t}.matrix_exp(a)`, [batch], (a) => linalg.matrixExp(a), { slack: 20 }),
  operation(`${t}.matrix_exp`, `${t}.matrix_exp(a)`, [values([0, 0.1, -0.1, 0.2], "float32", [2, 2])], (a) =>
    linalg.matrixExp(a),
  ),
  operation(`${t}.vander`, `${t}.vander(a)`, [floats([3])], (a) => linalg.vander(a)),
  operation(`${t}.vander`, `${t}.vander(a, N=2)`, [tall], (a) => linalg.vander(a, 2)),
  operation(`${t}.vecdot`, `${t}.vecdot(a, b)`, [tall, floats([2])], (a, b) => linalg.vecdot(a, b)),
  operation(`${t}.cross`, `${t}.cross(a, b)`, [square, floats([3, 3])], (a, b) => linalg.cross(a, b)),
  operation(`${t}.diagonal`, `${t}.diagonal(a, offset=1)`, [batch], (a) => linalg.diagonal(a, 1)),
];

/** Functions of matrices. */
export const linearSystems: readonly OperationCase[] = [
  ...solving,
  ...determinants,
  ...decompositions,
  ...inverses,
  ...norms,
  ...products,
];
