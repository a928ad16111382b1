import { ArgumentError, DTypeError, isFloat, ShapeError, type Tensor } from "@mnist/tensor";

/** How the losses of the elements become one: their mean, their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** The mean unless said otherwise. */
  readonly reduction?: Reduction;
}

/** What every loss can be told, for checkOptions. */
export const lossOptions = { reduction: null } as const;

/** The losses as `reduction` asks. @throws ArgumentError for one that is not known. */
export function reduce(losses: Tensor, reduction: Reduction = "mean"): Tensor {
  if (reduction === "mean") return losses.mean();
  if (reduction === "sum") return losses.sum();
  if (reduction === "none") return losses;
  throw new ArgumentError({
    operation: "loss",
    got: `reduction ${JSON.stringify(reduction)}`,
    expected: '"mean", "sum" or "none"',
  });
}

/** Refuses a target that broadcasting would silently stretch: [batch] against [batch, 1] is [batch, batch]. */
export function requireSameShape(operation: string, input: Tensor, target: Tensor): void {
  if (input.shape.join() === target.shape.join()) return;
  throw new ShapeError({
    operation,
    got: `an input of shape [${input.shape.join(", ")}] and a target of shape [${target.shape.join(", ")}]`,
    expected: "one shape for both",
    hint: "Try target.reshape(input.shape).",
  });
}

/** Refuses tensors of more or fewer axes than each other, which broadcasting would stretch beside each other. */
export function requireSameRank(operation: string, ...inputs: readonly Tensor[]): void {
  if (inputs.every(({ ndim }) => ndim === inputs[0]!.ndim)) return;
  throw new ShapeError({
    operation,
    got: inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(", "),
    expected: "as many axes of each",
  });
}

/** Refuses whole numbers and truths where PyTorch takes floats alone. */
export function requireFloats(operation: string, input: Tensor, target: Tensor): void {
  if (isFloat(input.dtype) && isFloat(target.dtype)) return;
  throw new DTypeError({
    operation,
    got: `an input of ${input.dtype} and a target of ${target.dtype}`,
    expected: "floats",
    hint: "Try target.float().",
  });
}

/** Options with those of the weights that there are. */
export function withWeights<Options extends object, Name extends string>(
  options: Options,
  weights: Readonly<Record<Name, Tensor | undefined>>,
): Options & { readonly [Each in Name]?: Tensor } {
  const given = Object.entries(weights).filter(([, weight]) => weight !== undefined);
  return { ...options, ...(Object.fromEntries(given) as { readonly [Each in Name]?: Tensor }) };
}
