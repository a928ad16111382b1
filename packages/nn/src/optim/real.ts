/** A number that was computed in a tensor's dtype: what it meets is rounded to that too. */
export class Rounded {
  constructor(readonly value: number) {}

  valueOf(): number {
    return this.value;
  }
}

/** A number of JavaScript's, or one that a tensor held. */
export type Real = number | Rounded;

type Rule = (left: Real, right: Real) => Real;

/** Sums, products and comparisons as PyTorch has them between Python's numbers and tensors without axes. */
export interface Arithmetic {
  readonly round: (value: number) => Rounded;
  readonly add: Rule;
  readonly sub: Rule;
  readonly mul: Rule;
  readonly div: Rule;
  readonly sqrt: (value: Real) => Real;
  readonly abs: (value: Real) => Real;
  readonly isLess: (left: Real, right: Real) => boolean;
}

/** The arithmetic of tensors of a dtype: `rounded` is `Math.fround` for float32. */
export function arithmeticOf(rounded: (value: number) => number): Arithmetic {
  const round = (value: number): Rounded => new Rounded(rounded(value));
  const rule =
    (compute: (left: number, right: number) => number): Rule =>
    (left, right) =>
      typeof left === "number" && typeof right === "number"
        ? compute(left, right)
        : round(compute(rounded(Number(left)), rounded(Number(right))));
  const each =
    (compute: (value: number) => number) =>
    (value: Real): Real =>
      typeof value === "number" ? compute(value) : round(compute(value.value));
  return {
    round,
    add: rule((left, right) => left + right),
    sub: rule((left, right) => left - right),
    mul: rule((left, right) => left * right),
    div: rule((left, right) => left / right),
    sqrt: each(Math.sqrt),
    abs: each(Math.abs),
    isLess: (left, right) =>
      typeof left === "number" && typeof right === "number"
        ? left < right
        : rounded(Number(left)) < rounded(Number(right)),
  };
}

/** The smaller; the first of equals. */
export function least({ isLess }: Arithmetic, first: Real, second: Real): Real {
  return isLess(second, first) ? second : first;
}

/** The larger; the first of equals. */
export function largest({ isLess }: Arithmetic, first: Real, second: Real): Real {
  return isLess(first, second) ? second : first;
}
