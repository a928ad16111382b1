import {
  abs,
  add,
  call,
  div,
  type ElementaryFunction,
  gt,
  lt,
  mul,
  multiplyAdd,
  polynomial,
  select,
  sqrt,
  sub,
  withSign,
} from "../expression.js";
import { exp, expm1 } from "./exponential.js";
import { log, log1p } from "./logarithm.js";

/** An odd polynomial near zero, 1 − 2 / (e²ˣ + 1) further out. */
export const tanh: ElementaryFunction = {
  name: "tanh",
  double: Math.tanh,
  single(x) {
    const size = abs(x!);
    const z = mul(x!, x!);
    const series = polynomial(
      z,
      [-0.3333328393, 0.1333149128, -0.05374349785, 0.02065058643, -0.005717043993],
    );
    const near = multiplyAdd(mul(x!, z), series, x!);
    const far = sub(1, div(2, add(call(exp, mul(size, 2)), 1)));
    return select(lt(size, 0.625), near, withSign(far, x!));
  },
};

/** From here on eˣ may overflow where half of it does not. */
const nearOverflow = 88;

export const sinh: ElementaryFunction = {
  name: "sinh",
  double: Math.sinh,
  single(x) {
    const size = abs(x!);
    const less = call(expm1, size);
    const root = call(exp, mul(size, 0.5));
    const near = mul(add(less, div(less, add(less, 1))), 0.5);
    return withSign(select(gt(size, nearOverflow), mul(mul(root, 0.5), root), near), x!);
  },
};

export const cosh: ElementaryFunction = {
  name: "cosh",
  double: Math.cosh,
  single(x) {
    const size = abs(x!);
    const power = call(exp, size);
    const root = call(exp, mul(size, 0.5));
    const near = mul(add(power, div(1, power)), 0.5);
    return select(gt(size, nearOverflow), mul(mul(root, 0.5), root), near);
  },
};

/** Above it the 1 under the root is lost anyway, and the square may overflow. */
const large = 1e9;

export const asinh: ElementaryFunction = {
  name: "asinh",
  double: Math.asinh,
  single(x) {
    const size = abs(x!);
    const square = mul(size, size);
    const near = call(log1p, add(size, div(square, add(sqrt(add(square, 1)), 1))));
    return withSign(select(gt(size, large), add(call(log, size), Math.LN2), near), x!);
  },
};

export const acosh: ElementaryFunction = {
  name: "acosh",
  double: Math.acosh,
  single(x) {
    const above = sub(x!, 1);
    const near = call(log1p, add(above, sqrt(mul(above, add(above, 2)))));
    const result = select(gt(x!, large), add(call(log, x!), Math.LN2), near);
    return select(lt(x!, 1), Number.NaN, result);
  },
};

export const atanh: ElementaryFunction = {
  name: "atanh",
  double: Math.atanh,
  single(x) {
    const size = abs(x!);
    const doubled = call(log1p, div(mul(size, 2), sub(1, size)));
    return withSign(mul(doubled, 0.5), x!);
  },
};
