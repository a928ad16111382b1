import { enableGrad, noGrad } from "@mnist/autograd";
import { ArgumentError, type Tensor, zerosLike } from "@mnist/tensor";
import { along, Curvature, dot, reach, roundingOf, type Vector } from "./curvature.js";
import { type Probe, strongWolfe } from "./line-search.js";
import { Optimizer } from "./optimizer.js";
import { type GroupOptions, type ParametersOrGroups, requireRange } from "./parameter-group.js";
import type { ParameterState } from "./parameter-state.js";
import { type Arithmetic, arithmeticOf, least, type Real } from "./real.js";

export interface LBFGSSettings {
  /** What a direction is multiplied by, or with a search where that begins. */
  lr: number;
  /** Directions that one `step` goes, at most. */
  maxIter: number;
  /** Calls of the closure in one `step`, at most; 5 for 4 directions where null. */
  maxEval: number | null;
  /** Ends where no gradient is larger. */
  toleranceGrad: number;
  /** Ends where neither parameters nor the loss change by more. */
  toleranceChange: number;
  /** Past steps that are remembered. */
  historySize: number;
  /** How the length of a step is found: it is lr where null. */
  lineSearchFn: "strong_wolfe" | null;
}

const defaults: LBFGSSettings = {
  lr: 1,
  maxIter: 20,
  maxEval: null,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

/**
 * L-BFGS, for whole data sets: goes along the gradient as bent by how it changed over the last steps. `step` takes a
 * closure that forgets gradients, computes the loss, calls `backward` and answers the loss, and reads numbers as it
 * goes, for which parameters have to be on the CPU.
 *
 * @throws ArgumentError where a setting is out of range, for several groups, and for a step without a closure.
 * @source torch.optim.LBFGS
 * @example
 * const model = new Linear(3, 1);
 * const [x, y] = [randn([8, 3]), randn([8, 1])];
 * const optimizer = new LBFGS(model.parameters(), { lineSearchFn: "strong_wolfe" });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = mseLoss(model(x), y);
 *   loss.backward();
 *   return loss;
 * });
 */
export class LBFGS extends Optimizer<LBFGSSettings> {
  static override readonly name: string = "LBFGS";

  constructor(parameters: ParametersOrGroups<LBFGSSettings>, options: Partial<LBFGSSettings> = {}) {
    super(parameters, defaults, options);
  }

  protected override check({ lr, maxIter, historySize, lineSearchFn }: LBFGSSettings): void {
    for (const [name, value] of Object.entries({ lr, maxIter, historySize }))
      requireRange("LBFGS", name, value);
    if (lineSearchFn === null || lineSearchFn === "strong_wolfe") return;
    const got = `lineSearchFn ${JSON.stringify(lineSearchFn)}`;
    throw new ArgumentError({ operation: "LBFGS", got, expected: '"strong_wolfe" or null' });
  }

  override addParamGroup(group: GroupOptions<LBFGSSettings>): void {
    super.addParamGroup(group);
    if (this.paramGroups.length === 1) return;
    throw new ArgumentError({
      operation: "LBFGS",
      got: "several groups",
      expected: "one: all go one way together",
    });
  }

  /** Moves a parameter by what is set for it. */
  protected override updateParameter(parameter: Tensor, step: Tensor, _state: ParameterState): void {
    parameter.add_(step);
  }

  override step(closure?: () => Tensor): Tensor {
    if (closure === undefined) {
      throw new ArgumentError({
        operation: "LBFGS",
        got: "a step without a closure",
        expected: "a function that forgets gradients, computes the loss, calls backward and answers the loss",
        hint: "Try optimizer.step(() => { optimizer.zeroGrad(); const loss = …; loss.backward(); return loss; }).",
      });
    }
    return noGrad(() => this.#search(closure));
  }

  /** Goes along directions until nothing is left to gain; answers the loss before. */
  #search(closure: () => Tensor): Tensor {
    const [group] = this.paramGroups;
    const { parameters, lr, maxIter, toleranceGrad, toleranceChange, historySize, lineSearchFn } = group!;
    const maxEval = group!.maxEval ?? Math.floor(maxIter * 1.25);
    const states = parameters.map((parameter) => this.stateOf(parameter));
    const curvature = new Curvature(states, historySize);
    const first = enableGrad(closure);
    let [loss, gradient] = [first.itemSync(), gradientOf(parameters)];
    let evaluations = 1;
    if (reach(gradient) <= toleranceGrad) return first;
    for (let iteration = 1; iteration <= maxIter; iteration++) {
      const isFirst = states[0]!.step === 0;
      for (const state of states) state.step++;
      if (!isFirst) curvature.learn(gradient);
      const direction = curvature.direction(gradient);
      curvature.set("prev_flat_grad", gradient);
      const size = gradient.reduce((sum, each) => sum + each.abs().sum().itemSync(), 0);
      const slope = dot(gradient, direction);
      const arithmetic = arithmeticOf(roundingOf(gradient));
      const { div, mul, round } = arithmetic;
      const at = isFirst ? mul(least(arithmetic, 1, div(1, round(size))), lr) : lr;
      const from = { at, loss, slope: round(slope), gradient };
      if (slope > -toleranceChange) break;
      const before = loss;
      let taken = Number(at);
      if (lineSearchFn === "strong_wolfe") {
        const found = this.#searchAlong(direction, from, closure, toleranceChange, arithmetic);
        ({ taken, loss, gradient } = found);
        evaluations += found.evaluations;
      } else {
        this.#move(direction, taken);
        if (iteration < maxIter) {
          loss = enableGrad(closure).itemSync();
          gradient = gradientOf(parameters);
          evaluations++;
        }
      }
      curvature.set(
        "s",
        direction.map((each) => each.mul(taken)),
      );
      const isFlat = reach(gradient) <= toleranceGrad || reach(direction) * taken <= toleranceChange;
      if (evaluations >= maxEval || isFlat || Math.abs(loss - before) < toleranceChange) break;
    }
    return first;
  }

  #move(direction: Vector, length: number): void {
    const [group] = this.paramGroups;
    group!.parameters.forEach((parameter, i) => {
      this.updateParameter(parameter, direction[i]!.mul(length), this.stateOf(parameter));
    });
  }

  /** Goes as far along a direction as is worth it. */
  #searchAlong(
    direction: Vector,
    from: { readonly at: Real; readonly loss: number; readonly slope: Real; readonly gradient: Vector },
    closure: () => Tensor,
    toleranceChange: number,
    arithmetic: Arithmetic,
  ) {
    const { parameters } = this.paramGroups[0]!;
    const home = parameters.map((parameter) => parameter.detach().clone());
    const goTo = (at: Real): void => {
      along(home, direction, Number(at)).forEach((values, i) => {
        parameters[i]!.copy_(values);
      });
    };
    const probe = (at: Real): Probe<Vector> => {
      goTo(at);
      const loss = enableGrad(closure).itemSync();
      const found = gradientOf(parameters);
      return { at, loss, slope: arithmetic.round(dot(found, direction)), found };
    };
    const start = { at: 0, loss: from.loss, slope: from.slope, found: from.gradient };
    const options = { toleranceChange, reach: arithmetic.round(reach(direction)) };
    const { best, evaluations } = strongWolfe(start, from.at, probe, arithmetic, options);
    goTo(best.at);
    return { taken: Number(best.at), loss: best.loss, gradient: best.found, evaluations };
  }
}

function gradientOf(parameters: readonly Tensor[]): Vector {
  return parameters.map((parameter) => parameter.grad?.clone() ?? zerosLike(parameter));
}
