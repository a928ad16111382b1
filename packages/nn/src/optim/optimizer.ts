import { noGrad } from "@mnist/autograd";
import { ArgumentError, Tensor } from "@mnist/tensor";
import type { StateDict } from "../state-dict.js";
import { checkState, knownSettings, type OptimizerState, restored, tensorsOf } from "./optimizer-state.js";
import {
  type GroupOptions,
  makeGroup,
  type OptimizerSettings,
  type ParameterGroup,
  type ParametersOrGroups,
  settingsOf,
} from "./parameter-group.js";
import { ParameterState } from "./parameter-state.js";
import { StepClock, type StepNumbers } from "./step-clock.js";

/**
 * Changes parameters by their gradients, one `step` at a time.
 *
 * A step is two halves: `advance` counts it and writes the numbers that vary from step to step (learning rate, bias
 * corrections) into tensors; `update` computes with those tensors, in place, and after the first step dispatches the
 * same operations each time, as long as `revision` is the same. Who records `update` to replay it calls `advance` before
 * every replay.
 *
 * @source torch.optim.Optimizer
 */
export abstract class Optimizer<Settings extends OptimizerSettings = OptimizerSettings> {
  static readonly name: string = "Optimizer";

  readonly paramGroups: ParameterGroup<Settings>[] = [];
  #revision = 0;
  readonly #revise = (): void => void this.#revision++;
  readonly #defaults: Settings;
  readonly #clocks = new Map<ParameterGroup<Settings>, StepClock[]>();
  readonly #states = new Map<Tensor, ParameterState>();

  constructor(parameters: ParametersOrGroups<Settings>, defaults: Settings) {
    this.#defaults = defaults;
    for (const group of toGroups(parameters)) this.addParamGroup(group);
    if (this.paramGroups.every((group) => group.parameters.length === 0)) {
      throw new ArgumentError({ operation: "optimizer", got: "no parameters", expected: "at least one" });
    }
  }

  /** Counts what makes `update` do other operations, or the same on other tensors: new memory, groups, switches. */
  get revision(): number {
    return this.#revision;
  }

  /** @throws ArgumentError where a setting is out of range. */
  protected abstract check(settings: Settings): void;

  /** The numbers that `updateParameter` asks its state for, at the given step, counted from 1. */
  protected abstract numbers(settings: Settings, step: number): StepNumbers;

  /** Changes one parameter. */
  protected abstract updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    state: ParameterState,
    settings: Settings,
  ): void;

  /** Adds parameters, with settings of their own or the optimiser's. @source torch.optim.Optimizer.add_param_group */
  addParamGroup({ parameters, ...own }: GroupOptions<Settings>): void {
    const settings: Settings = { ...this.#defaults, ...(own as unknown as Partial<Settings>) };
    this.check(settings);
    const clocks: StepClock[] = [];
    const group: ParameterGroup<Settings> = makeGroup([...parameters], settings, (operations) => {
      if (operations) this.#revise();
      for (const clock of clocks) clock.write(this.numbers(group, clock.step));
    });
    this.#clocks.set(group, clocks);
    this.paramGroups.push(group);
    this.#revise();
  }

  /** Updates every parameter that has a gradient. */
  step(): void {
    this.advance();
    this.update();
  }

  /** Counts a step for the parameters that have taken one before, and writes its numbers. */
  advance(): void {
    for (const [group, clocks] of this.#clocks) {
      for (const clock of clocks) {
        clock.step++;
        clock.write(this.numbers(group, clock.step));
      }
    }
  }

  /** Changes the parameters, without counting a step for those that have taken one before. */
  update(): void {
    noGrad(() => {
      for (const group of this.paramGroups) {
        let fresh: StepClock | null = null;
        for (const parameter of group.parameters) {
          const gradient = parameter.grad;
          if (gradient === null) continue;
          let state = this.#states.get(parameter);
          if (state === undefined) {
            fresh ??= this.#addClock(group, 1);
            state = new ParameterState(parameter, fresh, this.#revise);
            this.#states.set(parameter, state);
            this.#revise();
          }
          this.updateParameter(parameter, gradient, state, group);
        }
      }
    });
  }

  #addClock(group: ParameterGroup<Settings>, step: number): StepClock {
    const clock = new StepClock();
    clock.step = step;
    clock.write(this.numbers(group, step));
    this.#clocks.get(group)?.push(clock);
    return clock;
  }

  /** Forgets the gradients. @source torch.optim.Optimizer.zero_grad(set_to_none=True) */
  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.parameters) parameter.grad = null;
  }

  /** Settings, step counts and remembered tensors, which are shared, not copied. @source torch.optim.Optimizer.state_dict */
  stateDict(): OptimizerState {
    const steps: Record<string, number> = {};
    const tensors: StateDict = {};
    let number = 0;
    const paramGroups = this.paramGroups.map((group) => ({
      settings: settingsOf(group),
      parameters: group.parameters.map((parameter) => {
        const state = this.#states.get(parameter);
        if (state !== undefined) {
          steps[number] = state.clock.step;
          for (const [name, tensor] of state.tensors) tensors[`${number}.${name}`] = tensor;
        }
        return number++;
      }),
    }));
    return { paramGroups, steps, tensors };
  }

  /**
   * Goes on where another optimiser of the same kind stood: its settings, step counts and tensors, which are copied.
   *
   * @throws DataError where the state is that of other groups or shapes.
   * @source torch.optim.Optimizer.load_state_dict
   */
  loadStateDict({ paramGroups, steps, tensors }: OptimizerState): void {
    checkState({ paramGroups, steps, tensors }, this.paramGroups);
    this.#revise();
    let number = 0;
    this.paramGroups.forEach((group, g) => {
      Object.assign(group, knownSettings(group, paramGroups[g]?.settings ?? {}));
      this.#clocks.get(group)?.splice(0);
      const clocks = new Map<number, StepClock>();
      for (const parameter of group.parameters) {
        const step = steps[number];
        if (step === undefined) this.#states.delete(parameter);
        else {
          const clock = clocks.get(step) ?? this.#addClock(group, step);
          clocks.set(step, clock);
          const before = this.#states.get(parameter);
          this.#states.set(
            parameter,
            restored(parameter, clock, before, tensorsOf(tensors, number), this.#revise),
          );
        }
        number++;
      }
    });
  }
}

function toGroups<Settings extends OptimizerSettings>(
  parameters: ParametersOrGroups<Settings>,
): GroupOptions<Settings>[] {
  const given: (Tensor | GroupOptions<Settings>)[] = [...parameters];
  const loose = given.filter((each) => each instanceof Tensor);
  if (loose.length === given.length) return [{ parameters: loose } as unknown as GroupOptions<Settings>];
  return given.filter((each): each is GroupOptions<Settings> => !(each instanceof Tensor));
}
