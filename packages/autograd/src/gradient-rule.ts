import type { Shape, Tensor } from "@mnist/tensor";
import type { AttributesOf, Primitives } from "@mnist/tensor/internal";

/**
 * What a gradient rule may look at. x, y and z are the inputs in order; reading one of them, or `output`, first makes
 * sure that it was not changed in place since the forward pass, so a rule names only what it uses.
 */
export interface GradientContext<Attributes> {
  /** The gradient of the loss with respect to the output; the output's shape and dtype. */
  readonly outputGradient: Tensor;
  readonly output: Tensor;
  readonly attributes: Attributes;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly z: Tensor;
  readonly xShape: Shape;
  readonly zShape: Shape;
  /** Whether an input requires a gradient; others may be answered with null. */
  readonly needsX: boolean;
  readonly needsY: boolean;
  readonly needsZ: boolean;
  /** All inputs, for their shapes alone. */
  readonly inputs: readonly Tensor[];
}

/**
 * The gradient of each input; null where there is none. A gradient may come in the output's broadcast shape and in its
 * dtype: it is summed to the input's shape and converted afterwards.
 */
export type GradientRule<Attributes> = (context: GradientContext<Attributes>) => readonly (Tensor | null)[];

/** Says that no gradient passes: integer results, steps, sources. */
export type NonDifferentiable = null;

/** One entry for every primitive there is; a missing one does not compile. */
export type GradientTable = {
  readonly [Name in keyof Primitives]: GradientRule<AttributesOf<Primitives[Name]>> | NonDifferentiable;
};
