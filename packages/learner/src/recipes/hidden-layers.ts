import { Dropout, Linear, ReLU, Sequential } from "@mnist/nn";
import type { ModelSettings } from "./recipe.js";

/** 784 → hidden → ReLU → … → outputs: a layer for each width, with dropout of each where that is asked for. */
export function hiddenLayers(
  { hidden, deeper = [], dropout = 0 }: ModelSettings,
  outputs: number,
): Sequential {
  const widths = [hidden, ...deeper];
  const layers = widths.flatMap((width, i) => [
    new Linear(widths[i - 1] ?? 28 * 28, width),
    new ReLU(),
    ...(dropout > 0 ? [new Dropout(dropout)] : []),
  ]);
  return new Sequential(...layers, new Linear(widths.at(-1)!, outputs));
}
