import type { Call, Trace } from "../../../compile/trace.js";
import type { CommandQueue, Target } from "../command-queue.js";
import { elementBits } from "../fill.wgsl.js";

/** Numbers of a step that lie side by side on the device, and are written there together when one of them changes. */
export class KeptNumbers {
  static readonly name: string = "KeptNumbers";

  readonly #places: readonly number[];
  /** What was written last. */
  readonly #values: (number | null)[];

  /** `times`: how often the number of a single call is there. */
  constructor(
    readonly calls: readonly Call[],
    trace: Trace,
    readonly target: Target,
    readonly times = 1,
  ) {
    this.#places = calls.map((call) => trace.places.get(call)!);
    this.#values = calls.map(() => null);
  }

  /** `attributes`: of this run's calls, by their places in the step. */
  write(queue: CommandQueue, attributes: readonly unknown[]): void {
    let isChanged = false;
    for (let i = 0; i < this.#places.length; i++) {
      const { value } = attributes[this.#places[i]!] as { readonly value: number };
      if (Object.is(this.#values[i], value)) continue;
      this.#values[i] = value;
      isChanged = true;
    }
    if (!isChanged) return;
    const bits = this.calls.map(({ output }, i) => elementBits(this.#values[i]!, output.dtype));
    queue.write(
      this.target,
      this.times === 1 ? Int32Array.from(bits) : new Int32Array(this.times).fill(bits[0]!),
    );
  }
}
