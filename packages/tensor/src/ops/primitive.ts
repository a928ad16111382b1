import type { Device } from "../backend/device.js";
import type { DType } from "../dtype.js";
import type { Layout } from "../layout.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** Shape, dtype and (for a source, which has no input to take it from) device of an output. */
export interface OutputSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly device?: Device;
}

/** What a gradient rule sees of a call: the inputs x and y, the output, and the gradient of the loss with respect to it. */
export interface GradientStep {
  readonly outputGradient: Tensor;
  readonly output: Tensor;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly needsX: boolean;
  readonly needsY: boolean;
}

/** A primitive that computes: `infer` settles the output, `run` has a device fill it. */
export interface KernelPrimitive<Name extends string = string, Attributes = never> {
  readonly kind: "kernel";
  readonly name: Name;
  infer(inputs: readonly Tensor[], attributes: Attributes): OutputSpec;
  run(device: Device, inputs: readonly Tensor[], attributes: Attributes, output: Tensor): void;
  /** How it passes gradients on, where it is none of those that autograd's table covers. */
  readonly gradient?: (step: GradientStep) => readonly (Tensor | null)[];
}

/** A primitive that only looks at the same elements in another way; nothing is copied. */
export interface ViewPrimitive<Name extends string = string, Attributes = never> {
  readonly kind: "view";
  readonly name: Name;
  layout(input: Tensor, attributes: Attributes): Layout;
}

export type Primitive<Name extends string = string, Attributes = never> =
  | KernelPrimitive<Name, Attributes>
  | ViewPrimitive<Name, Attributes>;

/** The attributes that a primitive takes. */
export type AttributesOf<P> = P extends Primitive<string, infer Attributes> ? Attributes : never;

export function kernel<Name extends string, Attributes>(
  name: Name,
  rules: Pick<KernelPrimitive<Name, Attributes>, "infer" | "run">,
): KernelPrimitive<Name, Attributes> {
  return { kind: "kernel", name, infer: rules.infer, run: rules.run };
}

export function view<Name extends string, Attributes>(
  name: Name,
  layout: ViewPrimitive<Name, Attributes>["layout"],
): ViewPrimitive<Name, Attributes> {
  return { kind: "view", name, layout };
}
