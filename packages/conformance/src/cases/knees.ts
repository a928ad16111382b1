import type { Tensor } from "@mnist/tensor";
import { floats, type OperationCase, operation, values } from "../operation-case.js";

const f = "torch.nn.functional";
/** Every bend of the functions below, and places beside it. */
const bends = values([-3, -1, -0.5, 0, 0.1, 0.5, 1, 3, 6]);
const ties = values([1, 0, 1, -1, 2, 0, 2, 2, -1], "float32", [3, 3, 1]);
const equals = values([2, 2, 2]);
const steep = { steep: true } as const;

const bent: readonly (readonly [string, string, (a: Tensor) => Tensor])[] = [
  ["torch.clamp", "torch.clamp(a, -1, 1)", (a) => a.clamp(-1, 1)],
  ["torch.clamp_min", "torch.clamp_min(a, 0)", (a) => a.clampMin(0)],
  ["torch.clamp_max", "torch.clamp_max(a, 0)", (a) => a.clampMax(0)],
  ["torch.abs", "torch.abs(a)", (a) => a.abs()],
  ["torch.relu", "torch.relu(a)", (a) => a.relu()],
  ["torch.sign", "torch.sign(a)", (a) => a.sign()],
  [`${f}.hardtanh`, "F.hardtanh(a)", (a) => a.hardtanh()],
  [`${f}.relu6`, "F.relu6(a)", (a) => a.relu6()],
  [`${f}.hardsigmoid`, "F.hardsigmoid(a)", (a) => a.hardsigmoid()],
  [`${f}.hardshrink`, "F.hardshrink(a)", (a) => a.hardshrink()],
  [`${f}.softshrink`, "F.softshrink(a)", (a) => a.softshrink()],
  [`${f}.threshold`, "F.threshold(a, 0.5, 20)", (a) => a.threshold(0.5, 20)],
  [`${f}.leaky_relu`, "F.leaky_relu(a, 0.1)", (a) => a.leakyRelu(0.1)],
  [`${f}.softsign`, "F.softsign(a)", (a) => a.softsign()],
];

const tied: readonly OperationCase[] = [
  operation(`${f}.elu`, "F.elu(a, 0.7)", [bends], (a) => a.elu(0.7), steep),
  operation(`${f}.selu`, "F.selu(a)", [bends], (a) => a.selu(), steep),
  operation(`${f}.celu`, "F.celu(a, 1.3)", [bends], (a) => a.celu(1.3), steep),
  operation(`${f}.hardswish`, "F.hardswish(a)", [values([-3, 0, 3])], (a) => a.hardswish(), steep),
  operation(
    "torch.maximum",
    "torch.maximum(a, b)",
    [bends, values([-3, 0, -0.5, 0, 1, 0.5, 0, 3, 7])],
    (a, b) => a.maximum(b),
    steep,
  ),
  operation(
    "torch.minimum",
    "torch.minimum(a, b)",
    [bends, values([-3, 0, -0.5, 0, 1, 0.5, 0, 3, 7])],
    (a, b) => a.minimum(b),
    steep,
  ),
  operation(`${f}.prelu`, "F.prelu(a, b)", [bends, floats([1])], (a, b) => a.prelu(b), steep),
  operation("torch.max", "a.max()", [ties], (a) => a.max(), steep),
  operation("torch.min", "a.min()", [ties], (a) => a.min(), steep),
  operation("torch.amax", "a.amax(1)", [ties], (a) => a.amax(1), steep),
  operation("torch.amin", "a.amin(1)", [ties], (a) => a.amin(1), steep),
  operation("torch.median", "torch.median(a)", [ties], (a) => a.median(), steep),
  operation("torch.nanmedian", "torch.nanmedian(a)", [ties], (a) => a.nanmedian(), steep),
  operation("torch.cummax", "torch.cummax(a, 0)", [ties], (a) => a.cummax(0), steep),
  operation("torch.cummin", "torch.cummin(a, 0)", [ties], (a) => a.cummin(0), steep),
  operation("torch.sort", "torch.sort(a, dim=0, stable=True)", [ties], (a) => a.sort(0), steep),
  operation("torch.std", "a.std()", [equals], (a) => a.std(), steep),
  operation("torch.norm", "a.norm()", [values([0, 0, 0])], (a) => a.norm(), steep),
  operation("torch.norm", "a.norm(-1)", [values([0, 1, 2])], (a) => a.norm(-1), steep),
  operation("torch.norm", "a.norm(-2)", [values([2, -1, 4])], (a) => a.norm(-2)),
  operation(
    "torch.div",
    "torch.div(a, b, rounding_mode='floor')",
    [bends, values([2, 1, 0.5, 1, 0, 0.5, 1, 2, -4])],
    (a, b) => a.div(b, { roundingMode: "floor" }),
    steep,
  ),
];

/** Functions where they bend, tie or vanish: there gradients follow a rule of each one's own. */
export const knees: readonly OperationCase[] = [
  ...bent.map(([torch, python, run]) => operation(torch, python, [bends], run, steep)),
  ...tied,
];

/** Functions that are smooth wherever they have a value, or only move or weigh what they are given. */
export const smooth: ReadonlySet<string> = new Set(
  Object.entries({
    torch: `add addbmm addcdiv addcmul addmm addmv addr arcsinh arctan asinh atan atleast_1d atleast_2d atleast_3d
      baddbmm block_diag bmm broadcast_tensors broadcast_to cartesian_prod cat chain_matmul chunk clone
      column_stack combinations concat concatenate cos cosh cov cross cumsum cumulative_trapezoid deg2rad det diag
      diag_embed diagflat diagonal diff digamma dot dsplit dstack einsum erf erfc exp exp2 expm1 flatten flip
      fliplr flipud gather hsplit hstack index_add index_copy index_fill index_put index_select inner inverse kron
      ldexp lgamma logdet masked_select matmul matrix_exp matrix_power mean meshgrid mm moveaxis movedim mul
      multiply mv mvlgamma narrow neg negative outer permute pinverse positive qr rad2deg ravel repeat_interleave
      reshape roll rot90 row_stack rsub scatter scatter_add select sigmoid sin sinh slogdet split
      square squeeze stack sub subtract sum swapaxes swapdims t take take_along_dim tanh tensor_split tensordot
      tile trace transpose trapezoid trapz tril triu unbind unsqueeze vsplit vstack where`,
    "torch.nn.functional": `adaptive_avg_pool2d avg_pool2d conv1d conv2d conv_transpose2d gelu glu interpolate layer_norm logsigmoid
      mish pad sigmoid silu softmin softplus tanh tanhshrink`,
    "torch.special": `digamma erf erfc exp2 expit expm1 gammaln multigammaln ndtr ndtri psi`,
  }).flatMap(([place, names]) => names.split(/\s+/).map((name) => `${place}.${name}`)),
);
