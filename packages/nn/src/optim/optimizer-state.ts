import { noGradNow } from "@mnist/autograd/internal";
import { DataError, type Tensor } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import type { Setting } from "../describe-module.js";
import type { StateDict } from "../state-dict.js";
import { ParameterState } from "./parameter-state.js";

/** All an optimiser remembers; parameters are numbered through the groups. `tensors` is apart as only it is not JSON. */
export interface OptimizerState {
  readonly paramGroups: readonly {
    readonly parameters: readonly number[];
    readonly settings: Readonly<Record<string, Setting>>;
  }[];
  /** Steps taken, by the parameter's number. */
  readonly steps: Readonly<Record<string, number>>;
  /** `0.momentum_buffer`: the parameter's number and PyTorch's name. */
  readonly tensors: Readonly<StateDict>;
  /** `0.muProduct`: what is remembered beside tensors, by the parameter's number. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Refuses the state of other groups or shapes. @throws DataError */
export function checkState(
  state: OptimizerState,
  groups: readonly { readonly parameters: readonly Tensor[] }[],
): void {
  const isState = Array.isArray(state?.paramGroups) && isRecord(state.steps) && isRecord(state.tensors);
  if (!isState || !isRecord(state.numbers ?? {})) refuse(shown(state), "{ paramGroups, steps, tensors }");
  const { paramGroups, tensors } = state;
  const sizes = groups.map((group) => group.parameters.length).join(", ");
  const given = paramGroups.map((group) => group.parameters.length).join(", ");
  if (sizes !== given) refuse(`groups of ${given || "no"} parameters`, `this optimiser's, of ${sizes}`);
  const parameters = groups.flatMap((group) => group.parameters);
  for (const [name, tensor] of Object.entries(tensors)) checkTensor(name, tensor, parameters);
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Those of the settings that the group has. */
export function knownSettings(group: object, settings: Readonly<Record<string, Setting>>): object {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => name !== "parameters" && Object.hasOwn(group, name)),
  );
}

function refuse(got: string, expected: string): never {
  throw new DataError({
    operation: "optimizer.loadStateDict",
    got,
    expected,
    hint: "Was it saved with another model or optimiser?",
  });
}

function checkTensor(name: string, tensor: Tensor, parameters: readonly Tensor[]): void {
  const parameter = parameters[Number.parseInt(name, 10)];
  if (parameter === undefined) refuse(`${name}`, `parameters 0 to ${parameters.length - 1}`);
  if (tensor.shape.join() !== parameter.shape.join()) {
    refuse(`${name} of shape [${tensor.shape.join(", ")}]`, `[${parameter.shape.join(", ")}]`);
  }
}

/** What there is of one parameter, under PyTorch's names. */
export function entriesOf<T>(all: Readonly<Record<string, T>>, number: number): [string, T][] {
  const prefix = `${number}.`;
  return Object.entries(all).flatMap(([name, each]): [string, T][] =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), each]] : [],
  );
}

/** The state as it was saved; tensors that `before` has already are changed in place. */
export function restored(
  parameter: Tensor,
  step: number,
  before: ParameterState | undefined,
  tensors: readonly [string, Tensor][],
): ParameterState {
  const state = new ParameterState();
  state.step = step;
  noGradNow(() => {
    for (const [name, tensor] of tensors) {
      const kept = before?.tensors.get(name);
      const values = tensor.to(parameter.device).to(parameter.dtype);
      state.tensors.set(name, kept === undefined ? values.clone() : kept.copy_(values));
    }
  });
  return state;
}
