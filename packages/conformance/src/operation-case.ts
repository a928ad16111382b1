import {
  type DType,
  type Extreme,
  type MinMax,
  type Shape,
  sizeOf,
  type Tensor,
  type Unique,
} from "@mnist/tensor";

/** The values of one input, written out so that PyTorch is given the very same. */
export interface InputSpec {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: readonly number[];
  /** No gradient is asked for although the values are floats. */
  readonly fixed?: boolean;
}

export type Result = Tensor | readonly Tensor[] | Extreme | MinMax | Unique;

type Run = (a: Tensor, b: Tensor, c: Tensor, d: Tensor) => Result;

export interface CaseOptions {
  /** Our name, where it is not PyTorch's in camelCase. */
  readonly ours?: string;
  /** False where float results carry no gradient to float inputs. */
  readonly gradient?: boolean;
  /** False where the result is not the same for inputs laid out otherwise in memory, or the inputs must lie row by row. */
  readonly layouts?: boolean;
  /** Integer inputs are PyTorch's int32, which overflows as ours does, in place of its default int64. */
  readonly narrow?: boolean;
  /** False at the edge of float32, where float64 gives other values: PyTorch then computes in float32 too. */
  readonly double?: boolean;
  /** Too steep or too flat for difference quotients, so that only PyTorch is compared with. */
  readonly steep?: boolean;
  /** How many times the usual tolerance a float32 result may be off. */
  readonly slack?: number;
}

/** One call of one operation: what PyTorch computes for it is in the golden file, under the same name. */
export interface OperationCase extends CaseOptions {
  /** The call in Python, over inputs a, b, c and d, and what tells equal calls apart. */
  readonly name: string;
  /** PyTorch's function, `torch.logsumexp`. */
  readonly torch: string;
  readonly ours: string;
  readonly python: string;
  readonly inputs: readonly InputSpec[];
  readonly run: (...inputs: readonly Tensor[]) => Result;
}

/** A row of the table: PyTorch's function, the call in Python, the inputs, the same call here. */
export function operation(
  torch: string,
  python: string,
  inputs: readonly InputSpec[],
  run: Run,
  options: CaseOptions = {},
): OperationCase {
  const shapes = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join(", ")}]`).join(", ");
  return {
    torch,
    python,
    inputs,
    ours: camelCase(torch),
    ...options,
    name: inputs.length === 0 ? python : `${python} of ${shapes}`,
    run: (...given) => run(...(given as [Tensor, Tensor, Tensor, Tensor])),
  };
}

/** `torch.nn.functional.max_pool2d` → `maxPool2d`, `torch.Tensor.add_` → `add_`. */
function camelCase(torch: string): string {
  const name = torch.slice(torch.lastIndexOf(".") + 1);
  return name.replace(/(?<!^)_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** All outputs of a call, in order. */
export function outputsOf(result: Result): readonly Tensor[] {
  return "storage" in result ? [result as Tensor] : Object.values<Tensor>(result as readonly Tensor[]);
}

interface Range {
  readonly from?: number;
  readonly to?: number;
  /** Another sequence for another input. */
  readonly seed?: number;
  readonly fixed?: boolean;
}

const goldenRatio = 0.618033988749895;

/**
 * Distinct numbers spread evenly over a range (multiples of the golden ratio, modulo 1), exact in float32: no two are
 * so close that a difference quotient would swap their order.
 */
export function floats(shape: Shape, { from = -2, to = 2, seed = 0, fixed = false }: Range = {}): InputSpec {
  const place = (i: number): number => ((i + 1) * goldenRatio + seed * 0.2917) % 1;
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => Math.fround(from + (to - from) * place(i)));
  return { dtype: "float32", shape, data, fixed };
}

/** Whole numbers from `from` up to but not including `to`. */
export function integers(shape: Shape, { from = 0, to = 10, seed = 0 }: Range = {}): InputSpec {
  return { dtype: "int32", shape, data: floats(shape, { from, to, seed }).data.map(Math.floor) };
}

export function booleans(shape: Shape, seed = 0): InputSpec {
  return { dtype: "bool", shape, data: integers(shape, { to: 2, seed }).data };
}

/** Values written out. */
export function values(
  data: readonly number[],
  dtype: DType = "float32",
  shape: Shape = [data.length],
): InputSpec {
  return { dtype, shape, data: dtype === "float32" ? data.map(Math.fround) : data };
}

/** Whether a gradient is asked for with respect to an input. */
export function isDifferentiable({ gradient = true }: CaseOptions, { dtype, fixed }: InputSpec): boolean {
  return gradient && dtype === "float32" && !fixed;
}

/** The weight of each output element in the sum whose gradient the golden file holds; the Python script has the same. */
export function outputWeights(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (((i * 7) % 11) + 1) / 4);
}
