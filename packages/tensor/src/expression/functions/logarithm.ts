import {
  abs,
  add,
  bits,
  div,
  type ElementaryFunction,
  type Expression,
  eq,
  fromBits,
  gt,
  lt,
  mul,
  multiplyAdd,
  polynomial,
  select,
  shiftLeft,
  shiftRight,
  sub,
  toFloat,
} from "../expression.js";

/** A positive number as (1 + f)·2ᵉ, 1 + f from √½ to √2, with whole e. */
interface Parts {
  readonly f: Expression;
  readonly e: Expression;
}

const rootOfHalf = 0x3f3504f3;

/** Takes a number apart; `low` is what was rounded off when it was made. */
function partsOf(x: Expression, low: Expression | null = null): Parts {
  const e = shiftRight(sub(bits(x), rootOfHalf), 23);
  const mantissa = fromBits(sub(bits(x), shiftLeft(e, 23)));
  if (low === null) return { f: sub(mantissa, 1), e: toFloat(e) };
  const scale = fromBits(shiftLeft(sub(127, select(gt(e, 126), 126, e)), 23));
  return { f: add(sub(mantissa, 1), mul(low, scale)), e: toFloat(e) };
}

/** The same for subnormal numbers too, which are scaled up first. */
function partsOfAny(x: Expression): Parts {
  const tiny = lt(x, 1.17549435e-38);
  const { f, e } = partsOf(select(tiny, mul(x, 2 ** 23), x));
  return { f, e: select(tiny, sub(e, 23), e) };
}

/** ln(1 + f) = f − f²/2 + `rest`, by the series of the inverse hyperbolic tangent. */
function seriesOf(f: Expression): { halfSquare: Expression; rest: Expression } {
  const s = div(f, add(f, 2));
  const series = polynomial(mul(s, s), [0.6666677638, 0.3997754156, 0.2987172811]);
  const halfSquare = mul(mul(f, f), 0.5);
  return { halfSquare, rest: mul(s, multiplyAdd(series, mul(s, s), halfSquare)) };
}

/** e·ln 2 + ln(1 + f). */
function natural({ f, e }: Parts): Expression {
  const { halfSquare, rest } = seriesOf(f);
  const low = multiplyAdd(e, -2.1219444005469057e-4, rest);
  return multiplyAdd(e, 0.693359375, sub(f, sub(halfSquare, low)));
}

/** What a logarithm is where its argument is 0, below 0, infinite or NaN. */
function guarded(x: Expression, result: Expression): Expression {
  const special = select(eq(x, Infinity), x, result);
  const atZero = select(eq(x, 0), -Infinity, special);
  const below = select(lt(x, 0), Number.NaN, atZero);
  return select(eq(x, x), below, x);
}

export const log: ElementaryFunction = {
  name: "log",
  double: Math.log,
  single: (x) => guarded(x!, natural(partsOfAny(x!))),
};

/** Exact for powers of two. */
export const log2: ElementaryFunction = {
  name: "log2",
  double: Math.log2,
  single(x) {
    const { f, e } = partsOfAny(x!);
    const { halfSquare, rest } = seriesOf(f);
    const least = sub(rest, halfSquare);
    // log₂ e = 1 + 0.4427…, so that the greatest term is not rounded twice.
    const scaled = multiplyAdd(add(f, least), Math.LOG2E - 1, least);
    return guarded(x!, add(add(scaled, f), e));
  },
};

export const log10: ElementaryFunction = {
  name: "log10",
  double: Math.log10,
  single(x) {
    const { f, e } = partsOfAny(x!);
    const { halfSquare, rest } = seriesOf(f);
    const mantissa = mul(sub(f, sub(halfSquare, rest)), Math.LOG10E);
    // log₁₀ 2 in two parts, the first so short that its multiples are exact.
    const low = multiplyAdd(e, 4.605038981195214e-6, mantissa);
    return guarded(x!, multiplyAdd(e, 0.301025390625, low));
  },
};

/** ln(1 + x), with what was lost when the sum was rounded. */
export const log1p: ElementaryFunction = {
  name: "log1p",
  double: Math.log1p,
  single(x) {
    const sum = add(x!, 1);
    const low = sub(x!, sub(sum, 1));
    const result = guarded(sum, natural(partsOf(sum, low)));
    return select(lt(abs(x!), 2 ** -25), x!, result);
  },
};
