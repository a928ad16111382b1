import { ArgumentError, DataError } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import { ownSettings } from "../optim/parameter-group.js";

/** What a setting may be: of a kind, one for all groups or one for each, one of some words; null is not looked at. */
type Kind = "number" | "flag" | "function" | "numbers" | "functions" | "list" | readonly string[] | null;

const isNumber = (value: unknown): boolean => typeof value === "number" && !Number.isNaN(value);
const isFunction = (value: unknown): boolean => typeof value === "function";

const kinds = {
  number: ["a number", isNumber],
  flag: ["true or false", (value: unknown) => typeof value === "boolean"],
  function: ["a function", isFunction],
  numbers: ["a number, or one for each group", (value: unknown) => [value].flat().every(isNumber)],
  functions: ["a function, or one for each group", (value: unknown) => [value].flat().every(isFunction)],
  list: ["a list", (value: unknown) => Array.isArray(value)],
} as const;

/**
 * A schedule's settings, without those that are undefined.
 *
 * @throws ArgumentError for one that there is not, that is of another kind, or that is needed and missing
 */
export function settled<Options extends object>(
  operation: string,
  options: Options | undefined,
  known: { readonly [Name in keyof Required<Options>]: Kind },
  needed: readonly (keyof Options & string)[] = [],
): Options {
  const nothing = Object.fromEntries(Object.keys(known).map((name) => [name, null]));
  checkOptions<object>(operation, options, nothing);
  const given = ownSettings<object>(options ?? {}) as Options;
  for (const name of Object.keys(known) as (keyof Options & string)[]) {
    if (Object.hasOwn(given, name)) checkKind(operation, name, given[name], known[name]);
    else if (needed.includes(name)) {
      const expected = `{ ${needed.join(", ")}, … }`;
      throw new ArgumentError({ operation, got: `no ${name}`, expected });
    }
  }
  return given;
}

function checkKind(operation: string, name: string, value: unknown, kind: Kind): void {
  if (kind === null) return;
  const [expected, fits]: readonly [string, (value: unknown) => boolean] =
    typeof kind === "string"
      ? kinds[kind]
      : [kind.map(shown).join(" or "), (each) => kind.includes(each as string)];
  if (!fits(value)) throw new ArgumentError({ operation, got: `${name} ${shown(value)}`, expected });
}

/** @throws DataError for what is no state of a schedule */
export function refuseState(schedule: string, state: unknown, expected: string): never {
  throw new DataError({
    operation: "scheduler.loadStateDict",
    got: `${shown(state)} for ${schedule}`,
    expected,
    hint: "Was it saved with another schedule?",
  });
}

/** @throws ArgumentError unless `value` is a whole number from 1 up */
export function requireCount(operation: string, name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ArgumentError({ operation, got: `${name} ${value}`, expected: "a whole number from 1 up" });
}

/** @throws ArgumentError unless `value` is a whole number from 0 up */
export function requireStep(operation: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 0) return;
  throw new ArgumentError({
    operation,
    got: `${name} ${shown(value)}`,
    expected: "a whole number from 0 up",
  });
}

/** @throws ArgumentError unless `value` is a share, 0..1, or above 0 to 1 */
export function requireShare(operation: string, name: string, value: number, from?: "above 0"): void {
  if ((from === undefined ? value >= 0 : value > 0) && value <= 1) return;
  const expected = from === undefined ? "a share, 0..1" : "a share above 0, to 1";
  throw new ArgumentError({ operation, got: `${name} ${value}`, expected });
}

/** One value for all groups, or one for each. @throws ArgumentError where there are more or fewer than groups */
export function forEachGroup<T>(
  operation: string,
  name: string,
  value: T | readonly T[],
  groups: number,
): readonly T[] {
  if (!isList(value)) return Array.from({ length: groups }, () => value);
  if (value.length === groups) return [...value];
  throw new ArgumentError({
    operation,
    got: `${value.length} values of ${name}`,
    expected: `one for all groups, or ${groups}, one for each`,
  });
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
