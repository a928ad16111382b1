import { ArgumentError, isFloat, Tensor } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import type { Setting } from "../describe-module.js";

/** What every optimiser can be set to. */
export interface OptimizerSettings {
  /** The learning rate, from 0 up. */
  lr: number;
}

/**
 * Parameters and the settings they share. A setting may be changed at any time, `group.lr = 0.01`, and holds from the
 * next step on.
 */
export type ParameterGroup<Settings extends OptimizerSettings = OptimizerSettings> = Settings & {
  readonly parameters: readonly Tensor[];
};

/** Parameters with settings of their own, in place of the optimiser's. */
export type GroupOptions<Settings extends OptimizerSettings> = Partial<Settings> & {
  readonly parameters: Iterable<Tensor>;
};

/** What an optimiser is made for: parameters, or groups of them. */
export type ParametersOrGroups<Settings extends OptimizerSettings> =
  | Iterable<Tensor>
  | Iterable<GroupOptions<Settings>>;

/** The settings of a group as plain values. */
export function settingsOf<Settings extends OptimizerSettings>(
  group: ParameterGroup<Settings>,
): Record<string, Setting> {
  const { parameters: _parameters, ...settings } = group;
  return ownSettings(settings) as unknown as Record<string, Setting>;
}

/** Those settings that are given, with lists of their own, which no other group shares. */
export function ownSettings<Settings extends object>(settings: Settings): Settings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  ) as Settings;
}

/** What was given as groups: parameters make one. @throws ArgumentError for what is neither */
export function toGroups<Settings extends OptimizerSettings>(
  parameters: ParametersOrGroups<Settings>,
): GroupOptions<Settings>[] {
  const isList = typeof parameters?.[Symbol.iterator] === "function" && typeof parameters !== "string";
  if (!isList || parameters instanceof Tensor) refuseInPlace(parameters, "a list of parameters or of groups");
  const given: (Tensor | GroupOptions<Settings>)[] = [...parameters];
  const loose = given.filter((each) => each instanceof Tensor);
  if (loose.length === given.length) return [{ parameters: loose } as unknown as GroupOptions<Settings>];
  const groups = given.filter((each): each is GroupOptions<Settings> => !(each instanceof Tensor));
  for (const each of groups) if (!isGroup(each)) refuseInPlace(each, "a parameter or a group");
  if (loose.length === 0) return groups;
  throw new ArgumentError({
    operation: "optimizer",
    got: `${loose.length} loose parameter${loose.length === 1 ? "" : "s"} beside groups`,
    expected: "parameters alone, or groups alone",
    hint: "Try { parameters: [parameter] } for each loose one.",
  });
}

function isGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null && !isModule(value);
}

function isModule(value: unknown): value is object {
  if (typeof (value as { parameters?: unknown } | null | undefined)?.parameters !== "function") return false;
  return Object.getPrototypeOf(value) !== Object.prototype;
}

function refuseInPlace(value: unknown, expected: string): never {
  throw new ArgumentError({
    operation: "optimizer",
    got: `${isModule(value) ? `a module, ${value.constructor.name},` : shown(value)} in place of ${expected}`,
    expected: "parameters, or { parameters, …settings } for each group",
    hint: isModule(value) ? "Try model.parameters()." : "Try new SGD(model.parameters(), { lr: 0.1 }).",
  });
}

/** A group over some parameters. @throws ArgumentError where one cannot be trained. */
export function makeGroup<Settings extends OptimizerSettings>(
  parameters: readonly Tensor[],
  settings: Settings,
): ParameterGroup<Settings> {
  checkParameters(parameters);
  return { ...settings, parameters };
}

/** A group's parameters, for calls that no compiler has seen. @throws ArgumentError where there are none. */
export function listed(parameters: Iterable<Tensor> | undefined): readonly Tensor[] {
  if (isModule(parameters)) refuseInPlace(parameters, "a list of parameters");
  if (typeof parameters?.[Symbol.iterator] === "function") return [...parameters];
  throw new ArgumentError({
    operation: "optimizer",
    got: "a group without parameters",
    expected: "{ parameters, …settings }",
    hint: "Try { parameters: layer.parameters(), lr: 0.1 }.",
  });
}

/** @throws ArgumentError where another group has a parameter already. */
export function requireNew(parameters: readonly Tensor[], groups: readonly ParameterGroup[]): void {
  const known = new Set(groups.flatMap((group) => group.parameters));
  const twice = parameters.find((parameter) => known.has(parameter));
  if (twice === undefined) return;
  throw new ArgumentError({
    operation: "optimizer",
    got: `a parameter of shape [${twice.shape.join(", ")}] that another group has`,
    expected: "each one in one group",
  });
}

function checkParameters(parameters: readonly Tensor[]): void {
  for (const parameter of parameters) {
    if (!(parameter instanceof Tensor)) refuseInPlace(parameter, "a parameter");
    if (isFloat(parameter.dtype) && parameter.isLeaf) continue;
    throw new ArgumentError({
      operation: "optimizer",
      got: `a ${parameter.dtype} tensor of shape [${parameter.shape.join(", ")}]${parameter.isLeaf ? "" : " that an operation made"}`,
      expected: "float tensors that a graph starts from",
      hint: "Try model.parameters(), or tensors with requiresGrad_().",
    });
  }
  if (new Set(parameters).size === parameters.length) return;
  throw new ArgumentError({ operation: "optimizer", got: "a parameter twice", expected: "each one once" });
}

/** Refuses a number outside its range. @throws ArgumentError */
export function requireRange(
  operation: string,
  name: string,
  value: number,
  [low, high]: readonly [number, number] = [0, Number.POSITIVE_INFINITY],
): void {
  const isNumber = typeof value === "number";
  if (isNumber && value >= low && (value < high || high === Number.POSITIVE_INFINITY)) return;
  throw new ArgumentError({
    operation,
    got: value === undefined ? `no ${name}` : `${name} ${shown(value)}`,
    expected:
      high === Number.POSITIVE_INFINITY ? `a number from ${low} up` : `a number from ${low} to below ${high}`,
  });
}

/** @throws ArgumentError for what is not two shares, 0..1. */
export function requireBetas(name: string, betas: readonly [number, number]): void {
  if (!Array.isArray(betas) || betas.length !== 2) {
    throw new ArgumentError({
      operation: name,
      got: `betas ${shown(betas)}`,
      expected: "two shares, [0.9, 0.999]",
    });
  }
  for (const [i, beta] of betas.entries()) requireRange(name, `betas[${i}]`, beta, [0, 1]);
}
