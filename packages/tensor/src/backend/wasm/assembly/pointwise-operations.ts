import { exponential, hyperbolicTangent, logarithm, logistic } from "./elementary";
import { multiplyAdd } from "./vector";

// What a step of a chain may do; the numbers are those of chain.ts outside.
const BINARY: i32 = 32;
const TERNARY: i32 = 64;

/** @inline */
function truth(mask: v128): v128 {
  return v128.and(mask, f32x4.splat(1));
}

/** @inline */
function unary(operation: i32, x: v128): v128 {
  const zero = f32x4.splat(0);
  switch (operation) {
    case 1: return f32x4.neg(x);
    case 2: return f32x4.abs(x);
    case 3: return f32x4.sub(truth(f32x4.gt(x, zero)), truth(f32x4.lt(x, zero))); // 0 for NaN, as in PyTorch
    case 4: return f32x4.mul(x, x);
    case 5: return f32x4.sqrt(x);
    case 6: return f32x4.div(f32x4.splat(1), x);
    case 7: return exponential(x);
    case 8: return logarithm(x);
    case 9: return hyperbolicTangent(x);
    case 10: return logistic(x);
    case 11: return f32x4.add(f32x4.pmax(x, zero), zero); // NaN passes; the sum turns -0 into 0
    case 12: return f32x4.floor(x);
    case 13: return f32x4.ceil(x);
    case 14: return f32x4.nearest(x);
    case 15: return f32x4.trunc(x);
    default: return x;
  }
}

/** @inline */
function binary(operation: i32, a: v128, b: v128): v128 {
  switch (operation) {
    case 32: return f32x4.add(a, b);
    case 33: return f32x4.sub(a, b);
    case 34: return f32x4.mul(a, b);
    case 35: return f32x4.div(a, b);
    case 36: return f32x4.max(a, b);
    case 37: return f32x4.min(a, b);
    case 38: return truth(f32x4.eq(a, b));
    case 39: return truth(f32x4.ne(a, b));
    case 40: return truth(f32x4.lt(a, b));
    case 41: return truth(f32x4.le(a, b));
    case 42: return truth(f32x4.gt(a, b));
    default: return truth(f32x4.ge(a, b));
  }
}

/** @inline */
function ternary(operation: i32, a: v128, b: v128, c: v128): v128 {
  if (operation == 64) return v128.bitselect(b, c, f32x4.ne(a, f32x4.splat(0)));
  return multiplyAdd(a, b, c);
}

/** @inline */
function eachUnary(operation: i32, target: usize, end: usize, a: usize): void {
  for (; target < end; target += 32) {
    v128.store(target, unary(operation, v128.load(a)));
    v128.store(target, unary(operation, v128.load(a, 16)), 16);
    a += 32;
  }
}

/** @inline */
function eachBinary(operation: i32, target: usize, end: usize, a: usize, b: usize): void {
  for (; target < end; target += 64) {
    v128.store(target, binary(operation, v128.load(a), v128.load(b)));
    v128.store(target, binary(operation, v128.load(a, 16), v128.load(b, 16)), 16);
    v128.store(target, binary(operation, v128.load(a, 32), v128.load(b, 32)), 32);
    v128.store(target, binary(operation, v128.load(a, 48), v128.load(b, 48)), 48);
    a += 64;
    b += 64;
  }
}

/** @inline */
function eachTernary(operation: i32, target: usize, end: usize, a: usize, b: usize, c: usize): void {
  for (; target < end; target += 32) {
    v128.store(target, ternary(operation, v128.load(a), v128.load(b), v128.load(c)));
    v128.store(target, ternary(operation, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16)), 16);
    a += 32;
    b += 32;
    c += 32;
  }
}

/** target[i] = operation(a[i], b[i], c[i]) for whole groups of 16 floats up to `end`; operands may be the target. */
export function applyStep(operation: i32, target: usize, end: usize, a: usize, b: usize, c: usize): void {
  switch (operation) {
    case 1: return eachUnary(1, target, end, a);
    case 2: return eachUnary(2, target, end, a);
    case 3: return eachUnary(3, target, end, a);
    case 4: return eachUnary(4, target, end, a);
    case 5: return eachUnary(5, target, end, a);
    case 6: return eachUnary(6, target, end, a);
    case 7: return eachUnary(7, target, end, a);
    case 8: return eachUnary(8, target, end, a);
    case 9: return eachUnary(9, target, end, a);
    case 10: return eachUnary(10, target, end, a);
    case 11: return eachUnary(11, target, end, a);
    case 12: return eachUnary(12, target, end, a);
    case 13: return eachUnary(13, target, end, a);
    case 14: return eachUnary(14, target, end, a);
    case 15: return eachUnary(15, target, end, a);
    case 32: return eachBinary(32, target, end, a, b);
    case 33: return eachBinary(33, target, end, a, b);
    case 34: return eachBinary(34, target, end, a, b);
    case 35: return eachBinary(35, target, end, a, b);
    case 36: return eachBinary(36, target, end, a, b);
    case 37: return eachBinary(37, target, end, a, b);
    case 38: return eachBinary(38, target, end, a, b);
    case 39: return eachBinary(39, target, end, a, b);
    case 40: return eachBinary(40, target, end, a, b);
    case 41: return eachBinary(41, target, end, a, b);
    case 42: return eachBinary(42, target, end, a, b);
    case 43: return eachBinary(43, target, end, a, b);
    case 64: return eachTernary(64, target, end, a, b, c);
    case 65: return eachTernary(65, target, end, a, b, c);
    default: return eachUnary(0, target, end, a);
  }
}
