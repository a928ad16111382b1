import { enableGrad } from "@mnist/autograd";
import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, type Tensor } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import type { StateDict } from "../state-dict.js";
import { checkState, entriesOf, knownSettings, type OptimizerState, restored } from "./optimizer-state.js";
import {
  type GroupOptions,
  listed,
  makeGroup,
  type OptimizerSettings,
  ownSettings,
  type ParameterGroup,
  type ParametersOrGroups,
  requireNew,
  settingsOf,
  toGroups,
} from "./parameter-group.js";
import { ParameterState } from "./parameter-state.js";

/**
 * Changes parameters by their gradients, one `step` at a time.
 *
 * One of your own needs `check` and `updateParameter`, which may use settings, numbers of its own and `state.step` as they
 * come: a recorded step is told them anew at every batch.
 *
 * @source torch.optim.Optimizer
 */
export abstract class Optimizer<Settings extends OptimizerSettings = OptimizerSettings> {
  static readonly name: string = "Optimizer";

  readonly paramGroups: ParameterGroup<Settings>[] = [];
  readonly #defaults: Settings;
  readonly #known: Readonly<Record<string, null>>;
  readonly #states = new Map<Tensor, ParameterState>();

  /** `options` are what was asked for in place of the defaults, whose names are all that there are. */
  constructor(parameters: ParametersOrGroups<Settings>, defaults: Settings, options: Partial<Settings> = {}) {
    this.#known = Object.fromEntries(Object.keys(defaults).map((name) => [name, null]));
    checkOptions<object>(new.target.name, options, this.#known);
    this.#defaults = { ...defaults, ...ownSettings<object>(options) };
    for (const group of toGroups(parameters)) this.addParamGroup(group);
    if (this.paramGroups.every((group) => group.parameters.length === 0)) {
      throw new ArgumentError({ operation: "optimizer", got: "no parameters", expected: "at least one" });
    }
  }

  /** @throws ArgumentError where a setting is out of range. */
  protected abstract check(settings: Settings): void;

  /** Changes one parameter. */
  protected abstract updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    settings: Settings,
  ): void;

  /** Adds parameters, with settings of their own or the optimiser's. @source torch.optim.Optimizer.add_param_group */
  addParamGroup(group: GroupOptions<Settings>): void {
    const { parameters: given, ...own } = group ?? {};
    const parameters = listed(given);
    checkOptions<object>(this.constructor.name, own, this.#known);
    const settings: Settings = ownSettings({ ...this.#defaults, ...ownSettings<object>(own) });
    this.check(settings);
    requireNew(parameters, this.paramGroups);
    this.paramGroups.push(makeGroup(parameters, settings));
  }

  /** Updates every parameter that has a gradient; calls a closure before, with gradients, and answers its loss. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a step of one's own that answers nothing may take its place
  step(closure?: () => Tensor): Tensor | void {
    const loss = closure === undefined ? undefined : lossOf(this.constructor.name, closure);
    noGradNow(() => {
      for (const group of this.paramGroups) {
        for (const parameter of group.parameters) {
          if (parameter.grad === null) continue;
          const state = this.stateOf(parameter);
          state.step++;
          this.updateParameter(parameter, parameter.grad, state, group);
        }
      }
    });
    return loss;
  }

  /** What is remembered of a parameter. */
  protected stateOf(parameter: Tensor): ParameterState {
    const state = this.#states.get(parameter) ?? new ParameterState();
    this.#states.set(parameter, state);
    return state;
  }

  /** Forgets the gradients. @source torch.optim.Optimizer.zero_grad(set_to_none=True) */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.parameters) parameter.grad = null;
  }

  /** Settings, step counts and remembered tensors, which are shared, not copied. @source torch.optim.Optimizer.state_dict */
  stateDict(): OptimizerState {
    const steps: Record<string, number> = {};
    const numbers: Record<string, number> = {};
    const tensors: StateDict = {};
    let number = 0;
    const paramGroups = this.paramGroups.map((group) => ({
      settings: settingsOf(group),
      parameters: group.parameters.map((parameter) => {
        const state = this.#states.get(parameter);
        if (state !== undefined) {
          steps[number] = state.step;
          for (const [name, tensor] of state.tensors) tensors[`${number}.${name}`] = tensor;
          for (const [name, value] of state.numbers) numbers[`${number}.${name}`] = value;
        }
        return number++;
      }),
    }));
    return { paramGroups, steps, tensors, ...(Object.keys(numbers).length > 0 && { numbers }) };
  }

  /**
   * Goes on where another optimiser of the same kind stood: its settings, step counts and tensors, which are copied.
   *
   * @throws DataError where the state is that of other groups or shapes, or none.
   * @source torch.optim.Optimizer.load_state_dict
   */
  loadStateDict(state: OptimizerState): void {
    checkState(state, this.paramGroups);
    const { paramGroups, steps, tensors, numbers = {} } = state;
    let number = 0;
    this.paramGroups.forEach((group, g) => {
      Object.assign(group, knownSettings(group, ownSettings(paramGroups[g]?.settings ?? {})));
      for (const parameter of group.parameters) {
        const step = steps[number];
        const before = this.#states.get(parameter);
        if (step === undefined) this.#states.delete(parameter);
        else {
          const now = restored(parameter, step, before, entriesOf(tensors, number));
          for (const [name, value] of entriesOf(numbers, number)) now.numbers.set(name, value);
          this.#states.set(parameter, now);
        }
        number++;
      }
    });
  }
}

function lossOf(operation: string, closure: () => Tensor): Tensor {
  if (typeof closure === "function") return enableGrad(closure);
  throw new ArgumentError({
    operation,
    got: `a step with ${shown(closure)}`,
    expected: "no argument, or a function that computes the loss, calls backward and answers the loss",
  });
}
