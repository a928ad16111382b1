import { ArgumentError } from "@mnist/tensor";

/** @throws ArgumentError where the option called `name` is no whole number from `least` up. */
export function checkCount(operation: string, name: string, count: number, least = 1): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new ArgumentError({
    operation,
    got: `${name} ${count}`,
    expected: `a whole number from ${least} up`,
  });
}
