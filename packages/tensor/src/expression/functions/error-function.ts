import {
  abs,
  add,
  bits,
  bitwiseAnd,
  call,
  div,
  type ElementaryFunction,
  fromBits,
  gt,
  lt,
  mul,
  multiplyAdd,
  neg,
  polynomial,
  select,
  sub,
  withSign,
} from "../expression.js";
import { exp } from "./exponential.js";

const tail = 0.5641895835477563; // 1/√π

/**
 * The error function to float64 precision: its Maclaurin series below 2.5, one less its complement above. Abramowitz
 * and Stegun, 7.1.6.
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (!(size < 2.5)) return Math.sign(x) * (1 - complement(size));
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 2 * tail * Math.exp(-x * x) * sum;
}

function complementOf(x: number): number {
  if (x < 0.5) return 1 - errorFunction(x);
  return complement(x);
}

/** erfc for x from 0.5 up: e^(−x²)/√π over a continued fraction. Abramowitz and Stegun, 7.1.14. */
function complement(x: number): number {
  if (!(x < 28)) return Number.isNaN(x) ? x : 0;
  const depth = x < 2.5 ? 400 : 60;
  let fraction = 0;
  for (let n = depth; n >= 1; n--) fraction = n / 2 / (x + fraction);
  return (tail * Math.exp(-x * x)) / (x + fraction);
}

const near = [
  1.128379167, -0.3761263374, 0.1128369549, -0.02685939826, 0.00520103229, -0.000814270428, 8.37010029e-5,
];
/** −ln erfc(x) / x. */
const far = [
  1.128460376, 0.6361219822, 0.1041053722, -0.02116577901, 0.001728298325, 0.0005495626242, -0.0002279841787,
  3.593107449e-5, -2.249722935e-6,
];
/** erf is 1 from here on. */
const end = 3.95;

/** An odd polynomial near zero, 1 less the exponential of another further out. */
export const erf: ElementaryFunction = {
  name: "erf",
  double: errorFunction,
  single(x) {
    const size = abs(x!);
    const bounded = select(gt(size, end), end, size);
    const outer = sub(1, call(exp, neg(mul(bounded, polynomial(bounded, far)))));
    return select(lt(size, 0.921875), mul(x!, polynomial(mul(x!, x!), near)), withSign(outer, x!));
  },
};

/** erfc(x)·e^(x²)·(1 + x/2) over 1 / (1 + x/2). */
const complementary = [
  0.2820863716, 0.2823212297, 0.2442304274, 0.1930019277, 0.01859286086, 0.1520796725, -0.271794026,
  0.0629735411, 0.06682968731, -0.03034984311,
];

/** 1 − erf(x), exact where erf itself rounds to 1. */
export const erfc: ElementaryFunction = {
  name: "erfc",
  double: complementOf,
  single(x) {
    const size = abs(x!);
    const bounded = select(gt(size, 10.5), 10.5, size); // there it is 0 in float32
    // x² = high² + (x − high)·(x + high), the first of them exact.
    const high = fromBits(bitwiseAnd(bits(bounded), -4096));
    const rest = mul(sub(high, bounded), add(high, bounded));
    const scale = mul(call(exp, neg(mul(high, high))), call(exp, rest));
    const t = div(1, multiplyAdd(bounded, 0.5, 1));
    const outer = mul(mul(polynomial(t, complementary), t), scale);
    const far = select(lt(x!, 0), sub(2, outer), outer);
    return select(lt(size, 0.5), sub(1, mul(x!, polynomial(mul(x!, x!), near))), far);
  },
};
