import { Dropout, Linear, ReLU, Sequential } from "@mnist/nn";
import type { ModelSettings } from "./recipe.js";

/** 784 → hidden → ReLU → outputs, with dropout of the hidden layer where that is asked for. */
export function oneHiddenLayer({ hidden, dropout = 0 }: ModelSettings, outputs: number): Sequential {
  const rest = dropout > 0 ? [new Dropout(dropout)] : [];
  return new Sequential(new Linear(28 * 28, hidden), new ReLU(), ...rest, new Linear(hidden, outputs));
}
