import type { Tensor } from "@mnist/tensor";
import { pointwise as rows } from "@mnist/tensor/internal";
import { type InputSpec, type OperationCase, operation, values } from "../operation-case.js";
import { activations } from "./activations.js";
import { arithmetic } from "./arithmetic.js";
import { logic } from "./logic.js";
import { pointwise } from "./pointwise.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const edges = values([0, 1, -1, 0.5, -2.5, 3.5, 100, -100, 1e30, -1e30, 1e-30, infinity, -infinity, nan]);
const smaller = [0, 1, -1, 2.5, -2, 1e30, 1e-30, infinity, -infinity, nan];
const pairs: InputSpec[] = [
  values(smaller, "float32", [smaller.length, 1]),
  values(smaller, "float32", [1, smaller.length]),
];
const options = { gradient: false, double: false } as const;

/** What PyTorch calls each row: as the other families' cases do. */
const torchNames = new Map(
  [...pointwise, ...arithmetic, ...activations, ...logic].map(({ ours, torch }) => [ours, torch]),
);

type Call = (input: Tensor, other?: Tensor) => Tensor;

/** Every row on ±∞, NaN, the very large and the very small. */
const floats = Object.values(rows)
  .filter(({ name }) => !/^(copy|where|bitwise.*)$/.test(name))
  .map(({ name, arity }) => {
    const call = (input: Tensor, other?: Tensor): Tensor =>
      (Reflect.get(input, name) as Call).call(input, other as Tensor);
    const torch = torchNames.get(name);
    if (torch === undefined)
      throw new Error(`the row "${name}" of ops/pointwise.ts has no case: add one to cases/pointwise.ts`);
    const python = torch.replace("torch.nn.functional.", "F.");
    return arity === 1
      ? operation(torch, `${python}(a)`, [edges], (a) => call(a), options)
      : operation(torch, `${python}(a, b)`, pairs, (a, b) => call(a, b), options);
  });

const large = values([2147483647, -2147483648, 65536, -3, 7], "int32");
const factors = values([2, -1, 65536, 2147483647, -7], "int32");
const divisors = values([2, -5, 65536, 2147483647, -7], "int32");
const bytes = [values([250, 3, 0, 255], "uint8"), values([10, 5, 1, 255], "uint8")];
const wraps = { narrow: true } as const;

/** Integers wrap around. */
const integers = [
  operation("torch.add", "a + b", [large, factors], (a, b) => a.add(b), wraps),
  operation("torch.sub", "a - b", [large, factors], (a, b) => a.sub(b), wraps),
  operation("torch.mul", "a * b", [large, factors], (a, b) => a.mul(b), wraps),
  operation(
    "torch.pow",
    "a ** b",
    [values([3, 7, -5, 2, -1, 10], "int32"), values([40, 20, 13, 31, 7, 0], "int32")],
    (a, b) => a.pow(b),
    wraps,
  ),
  operation("torch.neg", "-a", [large], (a) => a.neg(), wraps),
  operation("torch.abs", "a.abs()", [large], (a) => a.abs(), wraps),
  operation("torch.square", "a.square()", [large], (a) => a.square(), wraps),
  operation("torch.remainder", "a.remainder(b)", [large, divisors], (a, b) => a.remainder(b), wraps),
  operation("torch.maximum", "torch.maximum(a, b)", [large, factors], (a, b) => a.maximum(b), wraps),
  operation("torch.floor_divide", "a // b", [large, divisors], (a, b) => a.floorDivide(b), wraps),
  operation("torch.fmod", "torch.fmod(a, b)", [large, divisors], (a, b) => a.fmod(b), wraps),
  operation("torch.add", "a + b", bytes, (a, b) => a.add(b)),
  operation("torch.sub", "a - b", bytes, (a, b) => a.sub(b)),
  operation("torch.mul", "a * b", bytes, (a, b) => a.mul(b)),
  operation("torch.sum", "a.sum()", [bytes[0]!], (a) => a.sum()),
];

const lines = values([1, nan, 3, -infinity, infinity, 2, 1e30, 1e30, 1e-30], "float32", [3, 3]);

const lineOperations = [
  operation("torch.sum", "a.sum(1)", [lines], (a) => a.sum(1), options),
  operation("torch.mean", "a.mean(0)", [lines], (a) => a.mean(0), options),
  operation("torch.amax", "a.amax(1)", [lines], (a) => a.amax(1), options),
  operation("torch.amin", "a.amin(1)", [lines], (a) => a.amin(1), options),
  operation("torch.argmax", "a.argmax(1)", [lines], (a) => a.argmax(1), options),
  operation("torch.argmin", "a.argmin(1)", [lines], (a) => a.argmin(1), options),
  operation("torch.sort", "torch.sort(a, 1)", [lines], (a) => a.sort(1), options),
  operation("torch.sort", "torch.sort(a, 1, True)", [lines], (a) => a.sort(1, true), options),
  operation("torch.cumsum", "a.cumsum(1)", [lines], (a) => a.cumsum(1), options),
  operation("torch.softmax", "a.softmax(1)", [lines], (a) => a.softmax(1), options),
  operation("torch.logsumexp", "a.logsumexp(1)", [lines], (a) => a.logsumexp(1), options),
];

const far = values([-1000, -100, -20.5, 0.5, 20.5, 100, 1000]);

/** Where a naive formula's value or gradient is NaN. */
const traps = [
  operation("torch.sigmoid", "a.sigmoid()", [far], (a) => a.sigmoid()),
  operation("torch.log_softmax", "a.log_softmax(0)", [far], (a) => a.logSoftmax(0)),
  operation("torch.tanh", "a.tanh()", [far], (a) => a.tanh()),
  operation("torch.logsumexp", "a.logsumexp(0)", [far], (a) => a.logsumexp(0)),
  operation("torch.nn.functional.softplus", "F.softplus(a)", [far], (a) => a.softplus()),
  operation("torch.nn.functional.logsigmoid", "F.logsigmoid(a)", [far], (a) => a.logSigmoid(), {
    ours: "logSigmoid",
  }),
  operation("torch.nn.functional.mish", "F.mish(a)", [far], (a) => a.mish()),
  operation("torch.nn.functional.silu", "F.silu(a)", [far], (a) => a.silu()),
  operation("torch.nn.functional.gelu", "F.gelu(a)", [far], (a) => a.gelu()),
  operation("torch.nn.functional.elu", "F.elu(a)", [far], (a) => a.elu()),
  operation("torch.sinc", "torch.sinc(a)", [values([0, 0.5, -2.25])], (a) => a.sinc(), { steep: true }),
  operation(
    "torch.xlogy",
    "torch.xlogy(a, b)",
    [values([0, 0, 0, 2]), values([2, 0, infinity, 0.5])],
    (a, b) => a.xlogy(b),
    { gradient: false },
  ),
  operation(
    "torch.logaddexp",
    "torch.logaddexp(a, b)",
    [far, values([1000, -100, 3, 0.5, -20, 30, 1])],
    (a, b) => a.logaddexp(b),
  ),
  operation(
    "torch.logaddexp",
    "torch.logaddexp(a, b)",
    [values([infinity, -infinity, nan, -infinity]), values([infinity, -infinity, 1, 2])],
    (a, b) => a.logaddexp(b),
    { gradient: false },
  ),
  operation("torch.prod", "a.prod()", [values([2, 0, 3])], (a) => a.prod()),
  operation("torch.prod", "a.prod(1)", [values([2, 0, 3, 0, 0, 5], "float32", [2, 3])], (a) => a.prod(1)),
  operation("torch.pow", "a ** b", [values([0, 2, -3]), values([2, 0, 2])], (a, b) => a.pow(b), {
    gradient: false,
  }),
];

export const specialValues: readonly OperationCase[] = [...floats, ...integers, ...lineOperations, ...traps];
