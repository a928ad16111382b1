import * as nn from "../index.js";
import { type StoredTensor, toOptions } from "./stored-tensor.js";

/** A layer's call and its gradients, as tooling/golden/nn_layers.py writes them. */
export interface LayerCase {
  readonly layer: string;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly training: boolean;
  readonly repeat: number;
  readonly text: string;
  readonly state: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredTensor[];
  readonly upstream: StoredTensor;
  readonly output: StoredTensor;
  readonly inputGradients: readonly (StoredTensor | null)[];
  readonly gradients: Readonly<Record<string, StoredTensor>>;
  readonly buffers: Readonly<Record<string, StoredTensor>>;
}

type LayerClass = new (...settings: unknown[]) => nn.Module;

export function buildLayer({ layer, positional, options }: LayerCase): nn.Module {
  const Layer = Reflect.get(nn, layer) as LayerClass;
  return new Layer(...positional, ...(Object.keys(options).length > 0 ? [toOptions(options)] : []));
}
