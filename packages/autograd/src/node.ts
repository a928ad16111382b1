import { GradientError, type Shape, type Tensor } from "@mnist/tensor";
import type { GradientContext, GradientRule } from "./gradient-rule.js";

/** Called with the gradient of a tensor when it is complete; may return another to take its place. */
export type GradientHook = (gradient: Tensor) => Tensor | undefined;

let created = 0;

/**
 * What the tape knows about a tensor that requires a gradient: for a leaf, where to add it up; for a result, the rule
 * that passes it on and the nodes of the inputs. A node is always younger than its parents, so that age orders a graph.
 */
export class GradientNode {
  readonly age = created++;
  hooks: GradientHook[] | null = null;
  /** The gradient under way during a backward pass. */
  pending: Tensor | null = null;
  /** What `x.grad` shows; kept for leaves and where `retainGrad` asks. */
  grad: Tensor | null = null;
  retains = false;

  constructor(
    /** The rule and what it may look at; null for a leaf. */
    public step: GradientStep | null,
    readonly shape: Shape,
  ) {}

  get isLeaf(): boolean {
    return this.step === null;
  }
}

/** One recorded call: its inputs and output, to hand to its rule later. */
export class GradientStep implements GradientContext<unknown> {
  outputGradient!: Tensor;
  readonly #versions: readonly number[];
  readonly #outputVersion: number;

  constructor(
    readonly name: string,
    readonly rule: GradientRule<never>,
    readonly inputs: readonly Tensor[],
    readonly attributes: unknown,
    readonly result: Tensor,
    readonly parents: readonly (GradientNode | null)[],
    inPlace: boolean,
  ) {
    this.#versions = inputs.map(({ storage }) =>
      inPlace && storage === result.storage ? storage.version - 1 : storage.version,
    );
    this.#outputVersion = result.storage.version;
  }

  #input(position: number): Tensor {
    const input = this.inputs[position]!;
    this.#check(input, this.#versions[position]!, `input ${position}`);
    return input;
  }

  get x(): Tensor {
    return this.#input(0);
  }

  get y(): Tensor {
    return this.#input(1);
  }

  get z(): Tensor {
    return this.#input(2);
  }

  get xShape(): Shape {
    return this.inputs[0]!.shape;
  }

  get zShape(): Shape {
    return this.inputs[2]!.shape;
  }

  get needsX(): boolean {
    return this.parents[0] != null;
  }

  get needsY(): boolean {
    return this.parents[1] != null;
  }

  get needsZ(): boolean {
    return this.parents[2] != null;
  }

  get output(): Tensor {
    this.#check(this.result, this.#outputVersion, "output");
    return this.result;
  }

  #check({ storage, shape }: Tensor, version: number, role: string): void {
    if (storage.version === version) return;
    throw new GradientError({
      operation: `backward of ${this.name}`,
      got: `an ${role} of shape [${shape.join(", ")}] changed in place since (version ${storage.version}, saved at ${version})`,
      expected: "the values that the forward pass saw",
      hint: "Try the operation without the underscore, or clone() before changing it.",
    });
  }
}

/** The node of a tensor, or null where it requires no gradient. */
export function nodeOf(tensor: Tensor): GradientNode | null {
  return tensor.tape as GradientNode | null;
}
