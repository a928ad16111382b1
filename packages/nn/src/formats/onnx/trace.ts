import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, type Storage, Tensor } from "@mnist/tensor";
import { addRecorder, type Primitive, tensorsIn } from "@mnist/tensor/internal";
import type { AnyModule } from "../../any-module.js";
import { aroundForward } from "../../inspect/observe.js";
import type { Module } from "../../module.js";

/** A layer that is written as a whole. */
export interface LayerStep {
  readonly kind: "layer";
  readonly scope: string;
  readonly layer: AnyModule;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

/** A primitive that a forward of its own dispatched. */
export interface PrimitiveStep {
  readonly kind: "primitive";
  readonly scope: string;
  readonly primitive: Primitive<string, never>;
  readonly attributes: unknown;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
}

export type Step = LayerStep | PrimitiveStep;

/** What a model did with its inputs, in order. */
export interface Run {
  readonly inputs: readonly Tensor[];
  readonly steps: readonly Step[];
  readonly output: Tensor;
}

/** Runs a model and notes down its layers as far as `isWhole` says, and elsewhere the primitives it dispatches. */
export function trace(
  model: Module,
  inputs: readonly Tensor[],
  isWhole: (layer: AnyModule, inputs: readonly Tensor[]) => boolean,
): Run {
  const steps: Step[] = [];
  const made = new Set<Storage>(inputs.map((input) => input.storage));
  const scopes: string[] = [];
  let whole = 0;
  const scope = (): string => scopes.at(-1) ?? "";
  const refuse = (got: string, expected: string): never => {
    throw new ArgumentError({
      operation: "exportOnnx",
      got: `${got} in ${scope() || "the model"}`,
      expected,
    });
  };
  const stop = addRecorder({
    willChange() {
      if (whole === 0) refuse("a change in place", "a forward that makes new tensors");
    },
    willRead(tensor) {
      if (made.has(tensor.storage))
        refuse("a value that is read", "a forward that does the same for any values");
    },
    record(primitive, given, attributes, output) {
      if (whole > 0 || isNumber(primitive, output)) return;
      made.add(output.storage);
      steps.push({
        kind: "primitive",
        scope: scope(),
        primitive: primitive as unknown as Primitive<string, never>,
        attributes,
        inputs: given,
        output,
      });
    },
  });
  const restore = model.namedModules().map(([name, module]) =>
    aroundForward(module, (forward, given) => {
      const inputs = [...tensorsIn(given)];
      const isLayer = whole === 0 && isWhole(module, inputs);
      scopes.push(name);
      if (isLayer) whole++;
      try {
        const output = forward(...given);
        for (const tensor of tensorsIn(output)) made.add(tensor.storage);
        if (isLayer && output instanceof Tensor)
          steps.push({ kind: "layer", scope: name, layer: module, inputs, output });
        return output;
      } finally {
        if (isLayer) whole--;
        scopes.pop();
      }
    }),
  );
  try {
    const output: unknown = noGradNow(() => model(...inputs));
    if (output instanceof Tensor) return { inputs, steps, output };
    throw new ArgumentError({
      operation: "exportOnnx",
      got: `a model that answers ${Array.isArray(output) ? `a list of ${output.length}` : typeof output}`,
      expected: "one whose forward answers a tensor",
      hint: `Try a module whose forward calls it and answers one of its tensors, as ${model.constructor.name}(x)[0].`,
    });
  } finally {
    for (const undo of restore) undo();
    stop();
  }
}

/** A number beside a tensor is made once and kept, so that the second run would not make it again. */
function isNumber(primitive: { readonly name: string }, output: Tensor): boolean {
  return primitive.name === "full" && output.ndim === 0;
}
