import type { Group } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import { isSameView } from "../../../layout.js";
import { type Shape, sameShape } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import { chainTypeOf } from "./chain-type.js";
import type { Step } from "./step.js";

/** Folds of one kernel: each takes a kilobyte of a workgroup's memory, of which every device has 16. */
const mostFolds = 8;

/** Where in a kernel an element is touched: at each element of its space, or once for each fold. */
type Phase = "each" | "after";

interface Access {
  readonly tensor: Tensor;
  readonly phase: Phase;
  readonly isWrite: boolean;
  /** Whether it is touched at other places than the element under way. */
  readonly isAnywhere: boolean;
}

/**
 * Calls that one kernel does: at each element of a space a product's sum, if it begins with one, and pointwise calls; then
 * folds of those along some axes; then pointwise calls over what the folds left.
 */
export class Fusion implements Group {
  static readonly name: string = "Fusion";

  readonly calls: Call[] = [];
  readonly steps: Step[] = [];
  readonly space: Shape;
  /** The first fold. */
  fold: Step | null = null;
  readonly #accesses: Access[] = [];

  constructor(first: Step) {
    this.space = first.space;
    this.#add(first, "each");
  }

  /** The call whose kernel this becomes a part of. */
  get product(): Step | null {
    const [first] = this.steps;
    return first!.kind === "product" ? first! : null;
  }

  get fused(): boolean {
    return this.product === null || this.steps.length > 1;
  }

  /** Storages that the kernel touches. */
  get storages(): Set<Storage> {
    return new Set(this.#accesses.map(({ tensor }) => tensor.storage));
  }

  /** When a step is done. */
  phaseOf(step: Step): Phase {
    return step.kind !== "fold" && this.fold !== null && !this.#isInSpace(step) ? "after" : "each";
  }

  /** Takes a step in, unless the kernel would then do something else than its calls one after the other. */
  take(step: Step, isFitting: (fusion: Fusion, step: Step) => boolean): boolean {
    const isPlaced = step.kind === "fold" ? this.#foldsWith(step) : this.#isWalking(step);
    if (!isPlaced || !this.#isIndependent(step) || !isFitting(this, step)) return false;
    if (chainTypeOf([...this.calls, step.call]) === null) return false;
    this.#add(step, this.phaseOf(step));
    return true;
  }

  #isInSpace({ space }: Step): boolean {
    return sameShape(space, this.space);
  }

  #isWalking(step: Step): boolean {
    if (step.kind === "product") return false;
    return this.#isInSpace(step) || (this.fold !== null && sameShape(step.space, this.fold.output.shape));
  }

  #foldsWith(step: Step): boolean {
    if (this.product !== null || !this.#isInSpace(step)) return false;
    if (this.steps.filter(({ kind }) => kind === "fold").length === mostFolds) return false;
    return this.fold === null || step.kept.every((kept, axis) => kept === this.fold!.kept[axis]);
  }

  /** What two steps both touch, and one changes, has to be the element that they are at. */
  #isIndependent(step: Step): boolean {
    return accessesOf(step, this.phaseOf(step)).every((access) =>
      this.#accesses.every(
        (other) =>
          access.tensor.storage !== other.tensor.storage ||
          (!access.isWrite && !other.isWrite) ||
          (access.phase === other.phase &&
            !access.isAnywhere &&
            !other.isAnywhere &&
            isSameView(access.tensor, other.tensor)),
      ),
    );
  }

  #add(step: Step, phase: Phase): void {
    if (step.kind === "fold") this.fold ??= step;
    this.steps.push(step);
    this.calls.push(step.call);
    this.#accesses.push(...accessesOf(step, phase));
  }
}

function accessesOf({ kind, inputs, sources, output }: Step, phase: Phase): Access[] {
  return [
    ...inputs.map((tensor) => ({ tensor, phase, isWrite: false, isAnywhere: false })),
    ...sources.map((tensor) => ({ tensor, phase, isWrite: false, isAnywhere: true })),
    { tensor: output, phase: kind === "fold" ? "after" : phase, isWrite: true, isAnywhere: false },
  ];
}
