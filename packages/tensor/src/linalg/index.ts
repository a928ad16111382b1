export {
  cholesky,
  eigh,
  eigvalsh,
  type QRMode,
  qr,
  type SVD,
  svd,
  svdvals,
} from "./decompositions.js";
export { det, logdet, slogdet } from "./determinants.js";
export { cond, type MatrixOrder, matrixNorm, type NormOptions, norm, vectorNorm } from "./norms.js";
export {
  choleskyInverse,
  choleskySolve,
  cross,
  diagonal,
  matrixExp,
  matrixPower,
  multiDot,
  solveTriangular,
  type TriangularOptions,
  tensorinv,
  tensorsolve,
  vander,
  vecdot,
} from "./products.js";
export { type LeastSquares, lstsq, matrixRank, pinv, type ToleranceOptions } from "./pseudo-inverse.js";
export { inv, solve } from "./solve.js";
