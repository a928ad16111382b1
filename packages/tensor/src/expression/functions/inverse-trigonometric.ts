import {
  abs,
  add,
  bits,
  div,
  type ElementaryFunction,
  type Expression,
  eq,
  gt,
  lt,
  maximum,
  minimum,
  mul,
  multiplyAdd,
  ne,
  or,
  polynomial,
  select,
  sqrt,
  sub,
  withSign,
} from "../expression.js";

/** asin x for x from 0 to 1/2: an odd polynomial. */
function arcSineNear(x: Expression): Expression {
  const z = mul(x, x);
  const series = polynomial(z, [0.1666675393, 0.07495241758, 0.04547710058, 0.02414759183, 0.04221858343]);
  return multiplyAdd(mul(x, z), series, x);
}

/** asin √((1 − x)/2), by which both functions are found for x above 1/2; NaN above 1. */
function halfAngle(x: Expression): Expression {
  return arcSineNear(sqrt(mul(sub(1, x), 0.5)));
}

export const asin: ElementaryFunction = {
  name: "asin",
  double: Math.asin,
  single(x) {
    const size = abs(x!);
    const far = sub(Math.PI / 2, mul(halfAngle(size), 2));
    return withSign(select(gt(size, 0.5), far, arcSineNear(size)), x!);
  },
};

export const acos: ElementaryFunction = {
  name: "acos",
  double: Math.acos,
  single(x) {
    const size = abs(x!);
    const far = mul(halfAngle(size), 2);
    const isNegative = lt(x!, 0);
    const near = sub(Math.PI / 2, withSign(arcSineNear(size), x!));
    return select(gt(size, 0.5), select(isNegative, sub(Math.PI, far), far), near);
  },
};

/** atan x for x from 0 to 1. Above tan(π/8) it is π/4 and the angle that is left. */
function arcTangentNear(x: Expression): Expression {
  const isFar = gt(x, Math.SQRT2 - 1);
  const rest = select(isFar, div(sub(x, 1), add(x, 1)), x);
  const z = mul(rest, rest);
  const series = polynomial(z, [-0.3333295498, 0.1997791421, -0.138797099, 0.0805982089]);
  const angle = multiplyAdd(mul(rest, z), series, rest);
  return select(isFar, add(angle, Math.PI / 4), angle);
}

export const atan: ElementaryFunction = {
  name: "atan",
  double: Math.atan,
  single(x) {
    const size = abs(x!);
    const isFar = gt(size, 1);
    const angle = arcTangentNear(select(isFar, div(1, size), size));
    return withSign(select(isFar, sub(Math.PI / 2, angle), angle), x!);
  },
};

/** The angle of the point (x, y), y first. */
export const atan2: ElementaryFunction = {
  name: "atan2",
  double: Math.atan2,
  single(y, x) {
    const [height, width] = [abs(y!), abs(x!)];
    const [smaller, larger] = [minimum(height, width), maximum(height, width)];
    // 0/0 counts as 0, and ∞/∞ as 1.
    const ratio = select(eq(larger, 0), 0, select(eq(smaller, Infinity), 1, div(smaller, larger)));
    const angle = arcTangentNear(ratio);
    const inQuadrant = select(gt(height, width), sub(Math.PI / 2, angle), angle);
    const turned = select(lt(bits(x!), 0), sub(Math.PI, inQuadrant), inQuadrant);
    const isNumber = or(ne(y!, y!), ne(x!, x!));
    return select(isNumber, add(y!, x!), withSign(turned, y!));
  },
};

/** √(a² + b²) without squares that overflow. */
export const hypot: ElementaryFunction = {
  name: "hypot",
  double: Math.hypot,
  single(a, b) {
    const [first, second] = [abs(a!), abs(b!)];
    const [smaller, larger] = [minimum(first, second), maximum(first, second)];
    const ratio = select(eq(larger, 0), 0, div(smaller, larger));
    const size = mul(larger, sqrt(multiplyAdd(ratio, ratio, 1)));
    return select(or(eq(first, Infinity), eq(second, Infinity)), Infinity, size);
  },
};
