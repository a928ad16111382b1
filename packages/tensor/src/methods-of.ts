import type { Operand } from "./composite/operand.js";
import type { Listed } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** A function of a tensor as a method of it. */
export type Method<F> = F extends (input: Tensor, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : F extends (input: Operand, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;

/** A module's functions as methods; written so that an editor finds each one's comment and source. */
export type MethodsOf<Functions> = { readonly [Name in keyof Functions]: Method<Functions[Name]> };

/** Functions that take sizes or axes one by one too, as methods. */
export type ListingOf<Functions> = { readonly [Name in keyof Functions]: (...sizes: Listed) => Tensor };
