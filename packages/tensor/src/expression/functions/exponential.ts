import {
  abs,
  add,
  type ElementaryFunction,
  type Expression,
  fromBits,
  gt,
  lt,
  mul,
  multiplyAdd,
  polynomial,
  round,
  select,
  shiftLeft,
  shiftRight,
  sub,
  toInt,
} from "../expression.js";

// Polynomials here and in the files beside this one are fits by tooling/golden/polynomials.py.

/** 2ⁿ for whole n from −126 to 127. */
function powerOfTwo(n: Expression): Expression {
  return fromBits(shiftLeft(add(n, 127), 23));
}

/** x = n·ln 2 + rest with |rest| ≤ ln 2 / 2; ln 2 in two parts, the first so short that its multiples are exact. */
function reduced(x: Expression): { n: Expression; rest: Expression } {
  const n = round(mul(x, Math.LOG2E));
  const rest = multiplyAdd(n, 2.1219444005469057e-4, multiplyAdd(n, -0.693359375, x));
  return { n, rest };
}

/** x between two numbers; NaN stays. */
function within(x: Expression, low: number, high: number): Expression {
  const capped = select(gt(x, high), high, x);
  return select(lt(capped, low), low, capped);
}

/** eˣ. Two factors of 2ⁿ reach the subnormals and the infinities. */
export const exp: ElementaryFunction = {
  name: "exp",
  double: Math.exp,
  single(x) {
    const { n, rest } = reduced(within(x!, -104, 89)); // beyond them 0 and ∞ anyway
    const series = polynomial(
      rest,
      [0.4999999344, 0.1666652048, 0.04166838986, 0.00836873563, 0.00138145599],
    );
    const power = add(multiplyAdd(mul(rest, rest), series, rest), 1);
    const whole = toInt(n);
    const half = shiftRight(whole, 1);
    return mul(mul(power, powerOfTwo(half)), powerOfTwo(sub(whole, half)));
  },
};

/** eˣ − 1 = 2·(t·(eʳ − 1) + t − ½) with t = 2ⁿ⁻¹. */
export const expm1: ElementaryFunction = {
  name: "expm1",
  double: Math.expm1,
  single(x) {
    const { n, rest } = reduced(within(x!, -20, 89));
    const series = polynomial(
      rest,
      [0.4999999815, 0.1666654349, 0.04166720042, 0.00836653822, 0.001388251826],
    );
    const less = multiplyAdd(mul(rest, rest), series, rest);
    const half = powerOfTwo(sub(toInt(n), 1));
    const result = mul(multiplyAdd(half, less, sub(half, 0.5)), 2);
    return select(lt(abs(x!), 2 ** -25), x!, result);
  },
};
