/** The nearest whole number, halves to the even one. */
export function roundHalfToEven(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

const tail = 0.5641895835477563; // 1/√π

/** aᵇ of int32, wrapped around; of a negative power what is left without its fraction. */
export function powerOfIntegers(a: number, b: number): number {
  if (b < 0) return a === 1 || a === -1 ? a ** (b & 1) : 0;
  let power = 1;
  for (let square = a, left = b; left > 0; left >>= 1) {
    if ((left & 1) === 1) power = Math.imul(power, square);
    square = Math.imul(square, square);
  }
  return power;
}

/** The largest whole number not above a / b, found by way of the remainder, as the quotient itself may round up to it. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  return quotient === 0 ? 0 * (a / b) : Math.round(quotient);
}

/**
 * The error function to float64 precision: its Maclaurin series below 2.5, one less its complement above. Abramowitz
 * and Stegun, 7.1.6.
 */
export function erf(x: number): number {
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

/** 1 − erf(x), exact where erf itself rounds to 1. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
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
