import { own } from "../composite/own.js";
import { zeros } from "../create.js";
import { dispatch } from "../dispatch.js";
import { peek } from "../read.js";
import type { Tensor } from "../tensor.js";
import { svd } from "./decompositions.js";
import { factorize } from "./kernels/lu.js";
import { matrixPrimitive, requireMatrices } from "./matrix-primitive.js";
import { inv } from "./solve.js";

const detPrimitive = matrixPrimitive({
  name: "det",
  size: () => 1,
  compute(matrix) {
    const { factors, parity } = factorize(matrix!);
    let product = parity;
    for (let i = 0; i < matrix!.rows; i++) product *= factors[i * matrix!.rows + i]!;
    return [product];
  },
  gradient: ({ outputGradient, output, x }) => {
    const cofactors = peek(output.detach())?.includes(0)
      ? cofactorsOfAny(x)
      : inv(x).transpose(-2, -1).mul(output.unsqueeze(-1));
    return [outputGradient.unsqueeze(-1).mul(cofactors)];
  },
});

/** The cofactors of matrices that may be singular: the products of the other singular values, turned back. */
function cofactorsOfAny(matrix: Tensor): Tensor {
  const { U, S, Vh } = svd(matrix, { fullMatrices: false });
  const n = S.shape.at(-1)!;
  const others = Array.from({ length: n }, (_, i) => {
    const rest = [S.narrow(-1, 0, i), S.narrow(-1, i + 1, n - i - 1)];
    return rest[0]!.prod(-1).mul(rest[1]!.prod(-1)).unsqueeze(-1).unsqueeze(-1);
  });
  const terms = others.map((product, i) =>
    U.narrow(-1, i, 1)
      .matmul(Vh.narrow(-2, i, 1))
      .mul(product),
  );
  const sum = terms.reduce((total, term) => total.add(term), zeros([], { dtype: S.dtype, device: S.device }));
  const turn = det(U.detach()).mul(det(Vh.detach())).round();
  return sum.mul(turn.unsqueeze(-1).unsqueeze(-1));
}

/**
 * The determinant of square matrices: [...batch, n, n] → [...batch].
 *
 * @source torch.linalg.det
 * @example
 * det(tensor([[1, 2], [3, 4]])) // -2
 */
export function det(matrix: Tensor): Tensor {
  requireMatrices("det", matrix, true);
  return own(dispatch(detPrimitive, [matrix.contiguous()], {}).squeeze(-1));
}

const slogdetPrimitive = matrixPrimitive({
  name: "slogdet",
  size: () => 2,
  compute(matrix) {
    const { factors, parity } = factorize(matrix!);
    let [sign, logarithm] = [parity, 0];
    for (let i = 0; i < matrix!.rows; i++) {
      const pivot = factors[i * matrix!.rows + i]!;
      sign *= Math.sign(pivot);
      logarithm += Math.log(Math.abs(pivot));
    }
    return [sign, logarithm];
  },
  gradient: ({ outputGradient, x }) => [
    outputGradient.narrow(-1, 1, 1).unsqueeze(-1).mul(inv(x).transpose(-2, -1)),
  ],
});

/**
 * The determinant's sign and the natural logarithm of its size, for determinants that a float cannot hold.
 *
 * @source torch.linalg.slogdet
 * @example
 * slogdet(tensor([[1, 2], [3, 4]])).logabsdet // 0.6931
 */
export function slogdet(matrix: Tensor): { readonly sign: Tensor; readonly logabsdet: Tensor } {
  requireMatrices("slogdet", matrix, true);
  const both = dispatch(slogdetPrimitive, [matrix.contiguous()], {});
  return { sign: both.select(-1, 0), logabsdet: both.select(-1, 1) };
}

/** ln of the determinant, NaN where that is negative. @source torch.logdet */
export function logdet(matrix: Tensor): Tensor {
  const { sign, logabsdet } = slogdet(matrix);
  return sign.lt(0).where(Number.NaN, logabsdet);
}
