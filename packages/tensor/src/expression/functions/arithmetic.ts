import type { ElementaryFunction } from "../expression.js";

/** aᵇ; 1 to any power is 1, as is −1 to an infinite one. */
export const pow: ElementaryFunction = {
  name: "pow",
  double: (a, b) => (a === 1 || (a === -1 && Math.abs(b!) === Infinity) ? 1 : a! ** b!),
  int32: (a, b) => powerOfIntegers(a!, b!),
};

/** aᵇ of int32, wrapped around; of a negative power what is left without its fraction. */
function powerOfIntegers(a: number, b: number): number {
  if (b < 0) return a === 1 || a === -1 ? a ** (b & 1) : 0;
  let power = 1;
  for (let square = a, left = b; left > 0; left >>= 1) {
    if ((left & 1) === 1) power = Math.imul(power, square);
    square = Math.imul(square, square);
  }
  return power;
}

/** What is left of a after whole bs, with the sign of a. */
export const fmod: ElementaryFunction = { name: "fmod", double: (a, b) => a! % b! };

/** The largest whole number not above a / b, found by way of the remainder, as the quotient itself may round up to it. */
export const floorDivide: ElementaryFunction = {
  name: "floorDivide",
  double: (a, b) => {
    if (b === 0) return a! / b;
    const rest = a! % b!;
    const quotient = (a! - rest) / b! - (rest !== 0 && rest < 0 !== b! < 0 ? 1 : 0);
    return quotient === 0 ? 0 * (a! / b!) : Math.round(quotient);
  },
  int32: (a, b) => Math.floor(a! / b!),
};
