import { defaultGenerator, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { Module } from "../module.js";
import { ModuleList } from "./containers.js";
import type { LayerNorm } from "./normalization.js";
import {
  checkDecoderMasks,
  checkEncoderMasks,
  type DecoderMasks,
  type EncoderMasks,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
  type TransformerLayer,
  type TransformerLayerOptions,
} from "./transformer.js";

/** Makes `copy` hold what `layer` holds: weights with their dtypes, what is frozen, and settings such as the mode. */
function imitate(copy: Module, layer: Module): void {
  copy.loadStateDict(layer.stateDict());
  const own = copy.parameters();
  for (const [i, parameter] of layer.parameters().entries())
    own[i]!.setData(parameter.detach().clone()).requiresGrad_(parameter.requiresGrad);
  const modules = copy.modules();
  for (const [i, module] of layer.modules().entries()) {
    const settings = Object.entries(module).filter(([, value]) => isPlain(value));
    Object.assign(modules[i]!, Object.fromEntries(settings));
  }
}

const isPlain = (value: unknown): boolean => ["boolean", "number", "string"].includes(typeof value);

/** As many layers like `layer` as asked, and no random number drawn. */
function copies<L extends TransformerLayer>(
  layer: L,
  count: number,
  make: (dModel: number, nhead: number, options: TransformerLayerOptions) => L,
): ModuleList<L> {
  const stream = defaultGenerator.getState();
  const layers = Array.from({ length: count }, () => {
    const copy = make(layer.dModel, layer.nhead, layer.options);
    imitate(copy, layer);
    return copy;
  });
  defaultGenerator.setState(stream);
  return new ModuleList(layers);
}

export interface TransformerOptions {
  /** Normalizes what the last layer answers. */
  readonly norm?: LayerNorm;
}

/**
 * Copies of a layer, one after the other; all begin with its weights, their dtype and its mode.
 *
 * @source torch.nn.TransformerEncoder
 * @example
 * const layer = new TransformerEncoderLayer(8, 2, { dimFeedforward: 16 });
 * new TransformerEncoder(layer, 3)(randn([5, 4, 8])).shape // [5, 4, 8]
 */
export class TransformerEncoder extends Module {
  static override readonly name: string = "TransformerEncoder";

  readonly layers: ModuleList<TransformerEncoderLayer>;
  readonly norm: LayerNorm | null;

  constructor(layer: TransformerEncoderLayer, numLayers: number, options: TransformerOptions = {}) {
    super();
    checkOptions("TransformerEncoder", options, { norm: null });
    this.layers = copies(layer, numLayers, (...settings) => new TransformerEncoderLayer(...settings));
    this.norm = options.norm ?? null;
  }

  override forward(x: Tensor, masks: EncoderMasks = {}): Tensor {
    checkEncoderMasks("TransformerEncoder", masks);
    let output = x;
    for (const layer of this.layers) output = layer(output, masks);
    return this.norm === null ? output : this.norm(output);
  }
}

/** Copies of a layer, one after the other; all begin with its weights, their dtype and its mode. @source torch.nn.TransformerDecoder */
export class TransformerDecoder extends Module {
  static override readonly name: string = "TransformerDecoder";

  readonly layers: ModuleList<TransformerDecoderLayer>;
  readonly norm: LayerNorm | null;

  constructor(layer: TransformerDecoderLayer, numLayers: number, options: TransformerOptions = {}) {
    super();
    checkOptions("TransformerDecoder", options, { norm: null });
    this.layers = copies(layer, numLayers, (...settings) => new TransformerDecoderLayer(...settings));
    this.norm = options.norm ?? null;
  }

  override forward(target: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    checkDecoderMasks("TransformerDecoder", masks);
    let output = target;
    for (const layer of this.layers) output = layer(output, memory, masks);
    return this.norm === null ? output : this.norm(output);
  }
}
