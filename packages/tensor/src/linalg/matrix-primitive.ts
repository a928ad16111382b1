import type { Device } from "../backend/device.js";
import { kinds } from "../dtype.js";
import { DTypeError, ShapeError } from "../errors.js";
import type { GradientStep, KernelPrimitive } from "../ops/primitive.js";
import { broadcastShapes, type Shape, showShape, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** A matrix, row by row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

interface Rules<Name extends string> {
  readonly name: Name;
  /** How many numbers come of one matrix (and one of the second input). */
  readonly size: (...matrices: readonly Pick<Matrix, "rows" | "columns">[]) => number;
  readonly compute: (...matrices: readonly Matrix[]) => ArrayLike<number>;
  /** The gradient of each input: a function of matrices brings its own rule, so that it is loaded only with it. */
  readonly gradient: (step: GradientStep) => readonly (Tensor | null)[];
}

/**
 * A function of whole matrices, computed on the processor in float64: [...batch, rows, columns] → [...batch, size].
 * Decompositions lay their parts one behind the other.
 */
export function matrixPrimitive<Name extends string>(rules: Rules<Name>): KernelPrimitive<Name, object> {
  const { name, size, compute, gradient } = rules;
  return {
    kind: "kernel",
    name,
    gradient,
    infer: (inputs) => {
      const batch = inputs[0]!.shape.slice(0, -2);
      return { shape: [...batch, size(...inputs.map(sides))], dtype: inputs[0]!.dtype };
    },
    run(device, inputs, _attributes, output) {
      const values = new kinds[output.dtype].array(output.numel());
      const matrices = inputs.map((input) => read(device, name, input));
      const length = output.shape.at(-1)!;
      const count = sizeOf(output.shape.slice(0, -1));
      for (let i = 0; i < count; i++) values.set(compute(...matrices.map((each) => each(i))), i * length);
      device.write(output.storage, values);
    },
  };
}

function sides({ shape }: { readonly shape: Shape }): { rows: number; columns: number } {
  return { rows: shape.at(-2)!, columns: shape.at(-1)! };
}

/** Gives the matrices of a tensor that lies row by row, one after the other. */
function read(device: Device, name: string, input: Tensor): (index: number) => Matrix {
  const stored = device.readSync(input.storage, name);
  const { rows, columns } = sides(input);
  const size = rows * columns;
  return (index) => {
    const start = input.offset + index * size;
    return { rows, columns, data: Float64Array.from(stored.subarray(start, start + size)) };
  };
}

/** Refuses what is no matrix or batch of matrices of floats; `square` asks for as many rows as columns. */
export function requireMatrices(operation: string, input: Tensor, square = false): void {
  if (input.dtype !== "float32" && input.dtype !== "float64") {
    throw new DTypeError({
      operation,
      got: `a tensor of dtype ${input.dtype}`,
      expected: "float32 or float64",
      hint: "Try x.float().",
    });
  }
  if (input.ndim >= 2 && (!square || input.shape.at(-1) === input.shape.at(-2))) return;
  throw new ShapeError({
    operation,
    got: `a tensor of shape ${showShape(input.shape)}`,
    expected: square ? "square matrices: [...batch, n, n]" : "matrices: [...batch, rows, columns]",
  });
}

/** Two batches of matrices stretched to one batch shape, row by row in memory. */
export function alike(operation: string, left: Tensor, right: Tensor): [Tensor, Tensor] {
  const batch = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2), operation);
  const stretch = (each: Tensor): Tensor => each.expand([...batch, ...each.shape.slice(-2)]).contiguous();
  return [stretch(left), stretch(right)];
}

/** Cuts what a primitive laid one behind the other into its parts, whose shapes leave out the batch. */
export function parts(whole: Tensor, ...shapes: readonly Shape[]): Tensor[] {
  const batch = whole.shape.slice(0, -1);
  let start = 0;
  return shapes.map((shape) => {
    const size = sizeOf(shape);
    start += size;
    return whole.narrow(-1, start - size, size).reshape([...batch, ...shape]);
  });
}
