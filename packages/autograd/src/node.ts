import { GradientError, type Shape, type Tensor } from "@mnist/tensor";
import type { GradientContext, GradientRule } from "./gradient-rule.js";

/** Called with the gradient of a tensor when it is complete; may return another to take its place. */
export type GradientHook = ((gradient: Tensor) => Tensor | undefined) | ((gradient: Tensor) => void);

/** A step of the recorded graph, as `gradFn` shows it. @source torch.autograd.graph.Node */
export interface GradientFunction {
  /** `MulBackward` for mul's; `AccumulateGrad` for a leaf. */
  readonly name: string;
  /** Where it passes gradients on to: one for each input, null where none is required. */
  readonly nextFunctions: readonly (GradientFunction | null)[];
}

let created = 0;

/**
 * What the tape knows about a tensor that requires a gradient: for a leaf, where to add it up; for a result, the rule
 * that passes it on and the nodes of the inputs. A node is always younger than its parents, so that age orders a graph.
 */
export class GradientNode implements GradientFunction {
  readonly age = created++;
  /** The walk that met this node last. */
  walk = 0;
  hooks: GradientHook[] | null = null;
  /** The gradient under way during a backward pass. */
  pending: Tensor | null = null;
  /** What `x.grad` shows; kept for leaves and where `retainGrad` asks. */
  grad: Tensor | null = null;
  retains = false;

  constructor(
    /** The rule and what it may look at; null for a leaf. */
    readonly step: GradientStep | null,
    readonly shape: Shape,
  ) {}

  get isLeaf(): boolean {
    return this.step === null;
  }

  get name(): string {
    if (this.step === null) return "AccumulateGrad";
    return `${this.step.name[0]!.toUpperCase()}${this.step.name.slice(1)}Backward`;
  }

  get nextFunctions(): readonly (GradientFunction | null)[] {
    return this.step?.parents ?? [];
  }
}

const noTensors: readonly Tensor[] = [];

const freed: GradientRule<never> = () => {
  throw new GradientError({
    operation: "backward",
    got: "a graph that an earlier backward has freed",
    expected: "one backward for each forward pass",
    hint: "Try backward({ retainGraph: true }) the first time, or compute the loss anew.",
  });
};

/** One recorded call: its inputs and output, to hand to its rule later. */
export class GradientStep implements GradientContext<unknown> {
  #outputGradient: Tensor | null = null;
  readonly #versions: readonly number[];
  readonly #outputVersion: number;
  #result: Tensor | null;

  constructor(
    readonly name: string,
    public rule: GradientRule<never>,
    public inputs: readonly Tensor[],
    public attributes: unknown,
    result: Tensor,
    readonly parents: readonly (GradientNode | null)[],
    inPlace: boolean,
    /** The call stack of the forward call, where anomalies are looked for. */
    readonly origin: string | null,
  ) {
    this.#versions = inputs.map(({ storage }) =>
      inPlace && storage === result.storage ? storage.version - 1 : storage.version,
    );
    this.#result = result;
    this.#outputVersion = result.storage.version;
  }

  /** What the rule answers to a gradient, which is not kept: a loss that someone keeps would keep them all. */
  answer(gradient: Tensor): readonly (Tensor | null)[] {
    this.#outputGradient = gradient;
    try {
      return this.rule(this as GradientContext<unknown> as GradientContext<never>);
    } finally {
      this.#outputGradient = null;
    }
  }

  get outputGradient(): Tensor {
    return this.#outputGradient!;
  }

  /** Whether a backward pass has let go of what another would need. */
  get isFreed(): boolean {
    return this.rule === freed;
  }

  /** All that the rule may ask for. */
  saved(): readonly Tensor[] {
    return this.#result === null ? this.inputs : [...this.inputs, this.#result];
  }

  /** Lets go of all that the rule would need; walking here again says so. */
  free(): void {
    this.rule = freed;
    this.inputs = noTensors;
    this.attributes = null;
    this.#result = null;
  }

  /** An input by its position, once it is sure that it still has the values that the forward pass saw. */
  input(position: number): Tensor {
    const input = this.inputs[position]!;
    if (input.storage.version !== this.#versions[position])
      this.#refuse(input, this.#versions[position]!, `input ${position}`);
    return input;
  }

  get x(): Tensor {
    return this.input(0);
  }

  get y(): Tensor {
    return this.input(1);
  }

  get z(): Tensor {
    return this.input(2);
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
    const result = this.#result!;
    if (result.storage.version !== this.#outputVersion)
      this.#refuse(result, this.#outputVersion, "the output");
    return result;
  }

  #refuse({ storage, shape }: Tensor, version: number, role: string): never {
    const times = storage.version - version;
    throw new GradientError({
      operation: `backward of ${this.name}`,
      got: `${role} of shape [${shape.join(", ")}], which was changed in place ${times === 1 ? "once" : `${times} times`} since`,
      expected: "the values that the forward pass saw",
      hint: "Try the operation without the underscore, or clone() before changing it.",
    });
  }
}

/** The node of a tensor, or null where it requires no gradient. */
export function nodeOf(tensor: Tensor): GradientNode | null {
  return tensor.tape as GradientNode | null;
}

let walks = 0;

/** The nodes that lead to the roots, youngest first: each comes before all it passes gradients to. */
export function graphOrder(roots: readonly GradientNode[]): GradientNode[] {
  const walk = ++walks;
  const found: GradientNode[] = [];
  meet(roots, found, walk);
  for (let i = 0; i < found.length; i++) {
    const { step } = found[i]!;
    if (step !== null) meet(step.parents, found, walk);
  }
  return found.sort((a, b) => b.age - a.age);
}

function meet(nodes: readonly (GradientNode | null)[], found: GradientNode[], walk: number): void {
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node === null || node.walk === walk) continue;
    node.walk = walk;
    found.push(node);
  }
}
