import { keep, type Tensor } from "@mnist/tensor";
import type { ParameterState } from "./parameter-state.js";

/** One tensor for each parameter, which together are one vector. */
export type Vector = readonly Tensor[];

/** In the vectors' own dtype. */
export function dot(left: Vector, right: Vector): number {
  return roundingOf(left)(left.reduce((sum, each, i) => sum + each.mul(right[i]!).sum().itemSync(), 0));
}

/** How numbers of a vector's dtype are rounded; float64 wherever some are. */
export function roundingOf(vector: Vector): (value: number) => number {
  return vector.every(({ dtype }) => dtype === "float32") ? Math.fround : (value) => value;
}

/** The largest size of an element. */
export function reach(vector: Vector): number {
  return Math.max(0, ...vector.map((each) => (each.shape.includes(0) ? 0 : each.abs().max().itemSync())));
}

/** left + right · times, rounded once. */
export function along(left: Vector, right: Vector, times: number): Vector {
  return left.map((each, i) => {
    if (each.dtype !== "float32" || times === -1) return each.add(right[i]!.mul(times));
    return each
      .to("float64")
      .add(right[i]!.to("float64").mul(Math.fround(times)))
      .to("float32");
  });
}

/** How the gradient changed over the last steps, kept in the parameters' states so that it is saved with them. */
export class Curvature {
  constructor(
    readonly states: readonly ParameterState[],
    readonly historySize: number,
  ) {}

  /** What was kept under a name for every parameter. */
  get(name: string): Vector | null {
    const found = this.states.flatMap(({ tensors }) => tensors.get(name) ?? []);
    return found.length === this.states.length ? found : null;
  }

  set(name: string, vector: Vector): void {
    this.states.forEach(({ tensors }, i) => {
      tensors.set(name, keep(vector[i]!));
    });
  }

  /** Changes of the gradient and the steps that led to them, the oldest first. */
  #pairs(): (readonly [change: Vector, step: Vector])[] {
    const pairs: [Vector, Vector][] = [];
    for (let place = 0; ; place++) {
      const [change, step] = [this.get(`old_dirs.${place}`), this.get(`old_stps.${place}`)];
      if (change === null || step === null) return pairs;
      pairs.push([change, step]);
    }
  }

  /** Learns from the gradient where the last step has led. */
  learn(gradient: Vector): void {
    const [before, step] = [this.get("prev_flat_grad"), this.get("s")];
    if (before === null || step === null) return;
    const change = along(gradient, before, -1);
    if (dot(change, step) <= 1e-10) return;
    const pairs = [...this.#pairs(), [change, step] as const].slice(-this.historySize);
    for (const [place, [each, led]] of pairs.entries()) {
      this.set(`old_dirs.${place}`, each);
      this.set(`old_stps.${place}`, led);
    }
  }

  /** Down the gradient, by what is known of how it changes. */
  direction(gradient: Vector): Vector {
    const pairs = this.#pairs();
    const round = roundingOf(gradient);
    const ratios = pairs.map(([change, step]) => round(1 / dot(change, step)));
    let vector: Vector = gradient.map((each) => each.neg());
    const shares: number[] = [];
    for (const [place, [change, step]] of [...pairs.entries()].reverse()) {
      const share = round(dot(step, vector) * ratios[place]!);
      shares.unshift(share);
      vector = along(vector, change, -share);
    }
    const last = pairs.at(-1);
    if (last !== undefined) {
      const scale = round(dot(last[0], last[1]) / dot(last[0], last[0]));
      vector = vector.map((each) => each.mul(scale));
    }
    for (const [i, [change, step]] of pairs.entries()) {
      vector = along(vector, step, round(shares[i]! - round(dot(change, vector) * ratios[i]!)));
    }
    return vector;
  }
}
