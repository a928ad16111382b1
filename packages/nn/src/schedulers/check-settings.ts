import { ArgumentError } from "@mnist/tensor";

/** @throws ArgumentError unless `value` is a whole number from 1 up */
export function requireCount(operation: string, name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return;
  throw new ArgumentError({ operation, got: `${name} ${value}`, expected: "a whole number from 1 up" });
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
