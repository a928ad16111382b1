import type { Tensor } from "@mnist/tensor";
import * as nn from "../index.js";
import type { StoredTensor } from "./stored-tensor.js";

/** A loss and its gradient, as tooling/golden/nn_layers.py writes them. */
export interface LossCase {
  readonly function: string;
  readonly module: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: StoredTensor;
  readonly target: StoredTensor;
  readonly upstream: StoredTensor;
  readonly output: StoredTensor;
  readonly gradient: StoredTensor;
}

type Loss = (input: Tensor, target: Tensor, options: object) => Tensor;

export function lossOf({ function: name }: LossCase): Loss {
  return Reflect.get(nn, name) as Loss;
}
