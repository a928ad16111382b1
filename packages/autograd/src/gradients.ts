import { arange, pad, sub, type Tensor, where, zeros, zerosLike } from "@mnist/tensor";
import { backwards, dispatch, primitives } from "@mnist/tensor/internal";
import type { GradientContext, GradientTable } from "./gradient-rule.js";

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/** A zero for each axis. */
function zeroFor(shape: readonly number[]): number[] {
  return new Array<number>(shape.length).fill(0);
}

/** Along reduced axes of size 1 again, so that it broadcasts to the input. */
function restored(reduced: Tensor, shape: readonly number[], dims: readonly number[]): Tensor {
  if (reduced.ndim === 0) return reduced;
  return reduced.reshape(shape.map((size, axis) => (dims.includes(axis) ? 1 : size)));
}

/** The gradient of an extreme: shared by the elements equal to it. */
function sharedByEquals(gradient: Tensor, input: Tensor, output: Tensor, dims: readonly number[]): Tensor {
  const extreme = restored(output, input.shape, dims);
  // Where there is a NaN it is the extreme, and has the gradient.
  const chosen = input.eq(extreme).logicalOr(input.isnan()).to(input.dtype);
  const share = restored(gradient, input.shape, dims).div(chosen.sum(dims, true));
  return chosen.mul(share);
}

/** Half to each where two operands tie, and all to both where one is NaN, as PyTorch has it. */
function unlessBeaten(gradient: Tensor, loses: Tensor, ties: Tensor): Tensor {
  return loses.where(0, ties.where(gradient.mul(0.5), gradient));
}

/** Passes zeros on, whatever came in: what is rounded does not move with its operands. */
const toNone = ({ outputGradient: g, needsX, needsY }: GradientContext<unknown>) => {
  const nothing = zerosLike(g);
  return [needsX ? nothing : null, needsY ? nothing : null];
};

/** Π of the others for every element: what stands before it times what stands after, so that zeros do no harm. */
function productOfOthers(input: Tensor, dims: readonly number[]): Tensor {
  if (input.numel() === 0) return input;
  const kept = input.shape.map((_, axis) => axis).filter((axis) => !dims.includes(axis));
  const order = [...kept, ...dims];
  const moved = input.permute(order);
  const lines = moved.reshape([...kept.map((axis) => input.shape[axis]!), -1]);
  const last = lines.ndim - 1;
  const products = productsBefore(lines).mul(backwards(productsBefore(backwards(lines, last)), last));
  return products.reshape(moved.shape).permute(order.map((_, axis) => order.indexOf(axis)));
}

/** Π of the elements before each one along the last axis, 1 for the first. */
function productsBefore(lines: Tensor): Tensor {
  const size = lines.shape.at(-1)!;
  return pad(lines.narrow(-1, 0, size - 1), [1, 0], { value: 1 }).cumprod(-1);
}

/** A diagonal put back between the axes it was taken from, zeros around it. */
function ontoDiagonal(
  gradient: Tensor,
  shape: readonly number[],
  offset: number,
  [row, column]: readonly [number, number],
): Tensor {
  const [rows, columns] = [shape[row]!, shape[column]!];
  const before = Math.max(-offset, 0);
  const none = gradient.shape.map(() => 0);
  const padded = dispatch(primitives.pad, [gradient], {
    low: none.with(-1, before),
    high: none.with(-1, rows - before - gradient.shape.at(-1)!),
    interior: none,
    value: 0,
  });
  const { device } = gradient;
  const distance = arange(columns, { device }).sub(arange(rows, { device }).unsqueeze(1));
  const matrix = where(distance.eq(offset), padded.unsqueeze(-1), 0);
  return matrix.movedim([-2, -1], [row, column]);
}

/**
 * The gradient in x of Σ h·layerNormGradient(g, x). With n the normalised x, d its deviation, a = mean(g·n), b = mean(h·n)
 * and c = mean(g·h) − mean g·mean h: −n·(c − a·b)/d² − (b·∇(g) + a·∇(h))/d, ∇ the gradient of layerNorm.
 */
function layerNormCurvature(h: Tensor, g: Tensor, x: Tensor, epsilon: number): Tensor {
  const mean = (each: Tensor): Tensor => each.mean(-1, true);
  const centred = x.sub(mean(x));
  const scale = mean(centred.square()).add(epsilon).rsqrt();
  const normal = centred.mul(scale);
  const [a, b] = [mean(g.mul(normal)), mean(h.mul(normal))];
  const c = mean(g.mul(h)).sub(mean(g).mul(mean(h)));
  const through = (each: Tensor): Tensor => dispatch(primitives.layerNormGradient, [each, x], { epsilon });
  const bent = normal.mul(c.sub(a.mul(b))).mul(scale.square());
  return bent
    .add(
      b
        .mul(through(g))
        .add(a.mul(through(h)))
        .mul(scale),
    )
    .neg();
}

/**
 * How each primitive passes gradients on. A rule that needs an input only at times reads it only then (`step.x`), as
 * reading it means that it may not have been changed in place: `x.mul_(2)` may overwrite x. `outputGradient` is g below; x, y and z are the inputs, out is the output. A rule is
 * itself made of differentiable operations, which is what makes second derivatives work.
 */
export const gradients: GradientTable = {
  copy: ({ outputGradient: g }) => [g],
  neg: ({ outputGradient: g }) => [g.neg()],
  abs: ({ outputGradient: g, x }) => [g.mul(x.sign())],
  sign: ({ outputGradient: g }) => [zerosLike(g)],
  square: ({ outputGradient: g, x }) => [g.mul(x).mul(2)],
  sqrt: ({ outputGradient: g, output: out }) => [g.div(out.mul(2))],
  reciprocal: ({ outputGradient: g, output: out }) => [g.mul(out.square()).neg()],
  exp: ({ outputGradient: g, output: out }) => [g.mul(out)],
  expm1: ({ outputGradient: g, x }) => [g.mul(x.exp())],
  log: ({ outputGradient: g, x }) => [g.div(x)],
  log2: ({ outputGradient: g, x }) => [g.div(x.mul(Math.LN2))],
  log10: ({ outputGradient: g, x }) => [g.div(x.mul(Math.LN10))],
  log1p: ({ outputGradient: g, x }) => [g.div(x.add(1))],
  sin: ({ outputGradient: g, x }) => [g.mul(x.cos())],
  cos: ({ outputGradient: g, x }) => [g.mul(x.sin().neg())],
  tan: ({ outputGradient: g, output: out }) => [g.mul(out.square().add(1))],
  asin: ({ outputGradient: g, x }) => [g.mul(sub(1, x.square()).rsqrt())],
  acos: ({ outputGradient: g, x }) => [g.mul(sub(1, x.square()).rsqrt().neg())],
  atan: ({ outputGradient: g, x }) => [g.div(x.square().add(1))],
  sinh: ({ outputGradient: g, x }) => [g.mul(x.cosh())],
  cosh: ({ outputGradient: g, x }) => [g.mul(x.sinh())],
  asinh: ({ outputGradient: g, x }) => [g.mul(x.square().add(1).rsqrt())],
  acosh: ({ outputGradient: g, x }) => [g.mul(x.square().sub(1).rsqrt())],
  atanh: ({ outputGradient: g, x }) => [g.div(sub(1, x.square()))],
  tanh: ({ outputGradient: g, output: out }) => [g.mul(sub(1, out.square()))],
  sigmoid: ({ outputGradient: g, output: out }) => [g.mul(out.mul(sub(1, out)))],
  softplus: ({ outputGradient: g, x }) => [g.mul(x.sigmoid())],
  relu: ({ outputGradient: g, output: out }) => [out.le(0).where(0, g)],
  erf: ({ outputGradient: g, x }) => [g.mul(x.square().neg().exp().mul(twoOverRootPi))],
  erfc: ({ outputGradient: g, x }) => [g.mul(x.square().neg().exp().mul(-twoOverRootPi))],
  floor: ({ outputGradient: g }) => [zerosLike(g)],
  ceil: ({ outputGradient: g }) => [zerosLike(g)],
  round: ({ outputGradient: g }) => [zerosLike(g)],
  trunc: ({ outputGradient: g }) => [zerosLike(g)],

  add: ({ outputGradient: g }) => [g, g],
  sub: ({ outputGradient: g, needsY }) => [g, needsY ? g.neg() : null],
  mul: (step) => [
    step.needsX ? step.outputGradient.mul(step.y) : null,
    step.needsY ? step.outputGradient.mul(step.x) : null,
  ],
  div: (step) => {
    const scaled = step.outputGradient.div(step.y);
    return [scaled, step.needsY ? scaled.mul(step.x).div(step.y).neg() : null];
  },
  pow: (step) => {
    const { outputGradient: g, x, y } = step;
    return [
      step.needsX ? y.eq(0).where(0, g.mul(y).mul(x.pow(y.eq(0).where(1, y.sub(1))))) : null,
      step.needsY ? g.mul(x.eq(0).logicalAnd(y.ge(0)).where(0, step.output.mul(x.log()))) : null,
    ];
  },
  remainder: (step) => [
    step.outputGradient,
    step.needsY ? step.outputGradient.mul(step.x.floorDivide(step.y).neg()) : null,
  ],
  fmod: (step) => [
    step.outputGradient,
    step.needsY ? step.outputGradient.mul(step.x.div(step.y, { roundingMode: "trunc" }).neg()) : null,
  ],
  floorDivide: toNone,
  hypot: ({ outputGradient: g, output: out, x, y }) => [g.mul(x.div(out)), g.mul(y.div(out))],
  maximum: ({ outputGradient: g, x, y }) => {
    return [unlessBeaten(g, x.lt(y), x.eq(y)), unlessBeaten(g, y.lt(x), x.eq(y))];
  },
  minimum: ({ outputGradient: g, x, y }) => {
    return [unlessBeaten(g, x.gt(y), x.eq(y)), unlessBeaten(g, y.gt(x), x.eq(y))];
  },
  clampMin: ({ outputGradient: g, x, y, needsY }) => [
    x.ge(y).where(g, 0),
    needsY ? x.lt(y).where(g, 0) : null,
  ],
  clampMax: ({ outputGradient: g, x, y, needsY }) => [
    x.le(y).where(g, 0),
    needsY ? x.gt(y).where(g, 0) : null,
  ],
  atan2: ({ outputGradient: g, x, y }) => {
    const scaled = g.div(x.to(g.dtype).square().add(y.to(g.dtype).square()));
    return [scaled.mul(y), scaled.mul(x).neg()];
  },
  bitwiseAnd: null,
  bitwiseOr: null,
  bitwiseXor: null,
  eq: null,
  ne: null,
  lt: null,
  le: null,
  gt: null,
  ge: null,
  where: ({ outputGradient: g, x, needsY, needsZ }) => [
    null,
    needsY ? where(x, g, 0) : null,
    needsZ ? where(x, 0, g) : null,
  ],

  reshape: ({ outputGradient: g, xShape }) => [g.reshape(xShape)],
  permute: ({ outputGradient: g, attributes: { dims } }) => [
    g.permute(dims.map((_, axis) => dims.indexOf(axis))),
  ],
  expand: ({ outputGradient: g }) => [g],
  slice: ({ outputGradient: g, attributes: { dim, start, length, step }, xShape }) => {
    const none = zeroFor(xShape);
    const end = length === 0 ? start : start + (length - 1) * step + 1;
    const padding = { low: none.with(dim, start), high: none.with(dim, xShape[dim]! - end), value: 0 };
    return [dispatch(primitives.pad, [g], { ...padding, interior: none.with(dim, step - 1) })];
  },
  select: ({ outputGradient: g, attributes: { dim, index }, xShape }) => {
    const none = zeroFor(xShape);
    const [low, high] = [none.with(dim, index), none.with(dim, xShape[dim]! - index - 1)];
    return [dispatch(primitives.pad, [g.unsqueeze(dim)], { low, high, interior: none, value: 0 })];
  },
  diagonal: ({ outputGradient: g, attributes: { offset, dims }, xShape }) => [
    ontoDiagonal(g, xShape, offset, dims),
  ],
  flip: ({ outputGradient: g, attributes: { dims } }) => [backwards(g, ...dims)],
  unfold: ({ outputGradient: g, attributes, xShape }) => [
    dispatch(primitives.fold, [g], { ...attributes, length: xShape[attributes.dim]! }),
  ],
  detach: null,

  sum: ({ outputGradient: g, attributes: { dims }, xShape }) => [restored(g, xShape, dims).expand(xShape)],
  prod: ({ outputGradient: g, attributes: { dims }, x, xShape }) => [
    restored(g, xShape, dims).mul(productOfOthers(x, dims)),
  ],
  amax: ({ outputGradient: g, attributes: { dims }, output, x }) => [sharedByEquals(g, x, output, dims)],
  amin: ({ outputGradient: g, attributes: { dims }, output, x }) => [sharedByEquals(g, x, output, dims)],
  argmax: null,
  argmin: null,
  softmax: ({ outputGradient: g, output: out }) => [dispatch(primitives.softmaxGradient, [g, out], {})],
  softmaxGradient: ({ outputGradient: h, x: g, y: out }) => {
    const [alongH, alongG] = [h, g].map((each) => each.mul(out).sum(-1, true)) as [Tensor, Tensor];
    return [dispatch(primitives.softmaxGradient, [h, out], {}), h.mul(g.sub(alongG)).sub(g.mul(alongH))];
  },
  logSoftmax: ({ outputGradient: g, output: out }) => [dispatch(primitives.logSoftmaxGradient, [g, out], {})],
  logSoftmaxGradient: ({ outputGradient: h, x: g, y: out }) => {
    const weighted = h.mul(out.exp());
    return [h.sub(weighted.sum(-1, true)), weighted.mul(g.sum(-1, true)).neg()];
  },
  layerNorm: ({ outputGradient: g, x, attributes }) => [
    dispatch(primitives.layerNormGradient, [g, x], attributes),
  ],
  layerNormGradient: ({ outputGradient: h, x: g, y: x, attributes, needsX, needsY }) => [
    needsX ? dispatch(primitives.layerNormGradient, [h, x], attributes) : null,
    needsY ? layerNormCurvature(h, g, x, attributes.epsilon ?? 0) : null,
  ],
  matmul: (step) => [
    step.needsX ? step.outputGradient.matmul(step.y.transpose(-2, -1)) : null,
    step.needsY ? step.x.transpose(-2, -1).matmul(step.outputGradient) : null,
  ],
  conv2d: ({ outputGradient: g, x, y, needsX, needsY, attributes }) => [
    needsX ? dispatch(primitives.conv2dInput, [g, y], attributes) : null,
    needsY ? dispatch(primitives.conv2dWeight, [x, g], attributes) : null,
  ],
  conv2dInput: ({ outputGradient: g, x, y, needsX, needsY, attributes }) => [
    needsX ? dispatch(primitives.conv2d, [g, y], attributes) : null,
    needsY ? dispatch(primitives.conv2dWeight, [g, x], attributes) : null,
  ],
  conv2dWeight: ({ outputGradient: g, x, y, needsX, needsY, attributes }) => [
    needsX ? dispatch(primitives.conv2dInput, [y, g], attributes) : null,
    needsY ? dispatch(primitives.conv2d, [x, g], attributes) : null,
  ],
  pickLargest: ({ outputGradient: g, y, attributes }) => [
    dispatch(primitives.spreadLargest, [g, y], attributes),
    null,
  ],
  spreadLargest: ({ outputGradient: g, y, attributes }) => [
    dispatch(primitives.pickLargest, [g, y], attributes),
    null,
  ],
  gather: ({ outputGradient: g, attributes: { dim }, y, xShape }) => [
    zeros(xShape, { dtype: g.dtype, device: g.device }).scatterAdd(dim, y, g),
    null,
  ],
  scatterAdd: ({ outputGradient: g, attributes: { dim }, y, zShape, needsZ }) => [
    g,
    null,
    needsZ ? sourceGradient(g.gather(dim, y), zShape) : null,
  ],
  pad: ({ outputGradient: g, attributes: { low, high, interior }, xShape }) => {
    const none = zeroFor(low);
    const cut = { low: low.map((size) => -size), high: high.map((size) => -size), interior: none, value: 0 };
    const inside = dispatch(primitives.pad, [g], cut);
    const strided = interior.reduce<Tensor>(
      (view, gap, axis) => (gap === 0 ? view : view.slice(axis, 0, view.shape[axis]!, gap + 1)),
      inside,
    );
    return [strided.reshape(xShape)];
  },
  cat: ({ outputGradient: g, attributes: { dim }, inputs }) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      start += shape[dim]!;
      return g.narrow(dim, start - shape[dim]!, shape[dim]!);
    });
  },
  fold: ({ outputGradient: g, attributes: { dim, size, step, dilation } }) => [
    g.unfold(dim, size, step, dilation),
  ],
  argsort: null,
  cumsum: ({ outputGradient: g, attributes: { dim } }) => [backwards(backwards(g, dim).cumsum(dim), dim)],
  full: null,
  random: null,
};

/** The part of a source beyond the index's shape was not added anywhere. */
function sourceGradient(gathered: Tensor, shape: readonly number[]): Tensor {
  const none = zeroFor(shape);
  const high = shape.map((size, axis) => size - gathered.shape[axis]!);
  if (high.every((size) => size === 0)) return gathered;
  return dispatch(primitives.pad, [gathered], { low: none, high, interior: none, value: 0 });
}
