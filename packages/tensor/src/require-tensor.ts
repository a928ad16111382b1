import { ArgumentError } from "./errors.js";
import { shown } from "./options.js";
import { Tensor } from "./tensor.js";

/** Refuses what is no tensor, as calls that no compiler has seen may give it. @throws ArgumentError */
export function requireTensor(operation: string, ...inputs: readonly unknown[]): void {
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i] instanceof Tensor) continue;
    throw new ArgumentError({ operation, got: shown(inputs[i]), expected: "a tensor" });
  }
}
