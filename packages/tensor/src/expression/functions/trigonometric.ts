import type { ElementaryFunction } from "../expression.js";

// Large angles need more bits of π than float32 has, so that devices have forms of their own.
export const sin: ElementaryFunction = { name: "sin", double: Math.sin };
export const cos: ElementaryFunction = { name: "cos", double: Math.cos };
export const tan: ElementaryFunction = { name: "tan", double: Math.tan };
