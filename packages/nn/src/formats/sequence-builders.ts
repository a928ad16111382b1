import type { AnyModule } from "../any-module.js";
import { MultiheadAttention } from "../layers/attention.js";
import { ModuleList } from "../layers/containers.js";
import { EmbeddingBag } from "../layers/embedding-bag.js";
import { LayerNorm } from "../layers/normalization.js";
import { GRU, LSTM, RNN } from "../layers/recurrent.js";
import { GRUCell, LSTMCell, RNNCell } from "../layers/recurrent-cells.js";
import { TransformerDecoderLayer, TransformerEncoderLayer } from "../layers/transformer.js";
import { TransformerDecoder, TransformerEncoder } from "../layers/transformer-stack.js";
import type { Module } from "../module.js";
import type { Builders, Settings } from "./settings.js";

function recurrent(s: Settings) {
  const flags = {
    bias: s.flag("bias"),
    batchFirst: s.flag("batchFirst"),
    bidirectional: s.flag("bidirectional"),
  };
  const options = { numLayers: s.number("numLayers"), dropout: s.number("dropout"), ...flags };
  return [s.number("inputSize"), s.number("hiddenSize"), options] as const;
}

function cell(s: Settings) {
  return [s.number("inputSize"), s.number("hiddenSize"), { bias: s.has("bias_ih") }] as const;
}

const nonlinearities = ["tanh", "relu"] as const;

function transformerLayer(s: Settings) {
  const flags = { batchFirst: s.flag("batchFirst"), normFirst: s.flag("normFirst") };
  const options = {
    dimFeedforward: s.number("dimFeedforward"),
    dropout: s.number("dropoutShare"),
    layerNormEps: s.number("layerNormEps"),
    activation: s.word("activation", ["relu", "gelu"] as const),
    ...flags,
  };
  return [s.number("dModel"), s.number("nhead"), options] as const;
}

/** How layers for sequences are made from their settings. */
export const sequenceBuilders: Builders = {
  RNN: (s) => {
    const [inputs, states, options] = recurrent(s);
    return new RNN(inputs, states, { ...options, nonlinearity: s.word("nonlinearity", nonlinearities) });
  },
  LSTM: (s) => new LSTM(...recurrent(s)),
  GRU: (s) => new GRU(...recurrent(s)),
  RNNCell: (s) => {
    const [inputs, states, options] = cell(s);
    return new RNNCell(inputs, states, { ...options, nonlinearity: s.word("nonlinearity", nonlinearities) });
  },
  LSTMCell: (s) => new LSTMCell(...cell(s)),
  GRUCell: (s) => new GRUCell(...cell(s)),
  EmbeddingBag: (s) =>
    new EmbeddingBag(s.number("numEmbeddings"), s.number("embeddingDim"), {
      mode: s.word("mode", ["sum", "mean", "max"] as const),
    }),
  MultiheadAttention: (s) => {
    const flags = { bias: s.flag("bias"), batchFirst: s.flag("batchFirst") };
    const behind = { addBiasKv: s.flag("addBiasKv"), addZeroAttn: s.flag("addZeroAttn") };
    const widths = { kdim: s.number("kdim"), vdim: s.number("vdim") };
    const options = { dropout: s.number("dropout"), ...flags, ...behind, ...widths };
    return new MultiheadAttention(s.number("embedDim"), s.number("numHeads"), options);
  },
  TransformerEncoderLayer: (s) => new TransformerEncoderLayer(...transformerLayer(s)),
  TransformerDecoderLayer: (s) => new TransformerDecoderLayer(...transformerLayer(s)),
};

function stacked<Layer extends AnyModule>(
  kind: abstract new (...settings: never[]) => Layer,
  make: (layer: Layer, count: number, options: { norm?: LayerNorm }) => AnyModule,
) {
  return (_settings: Settings, { layers, norm }: Readonly<Record<string, Module>>): AnyModule => {
    const [first, ...others] = layers instanceof ModuleList ? [...layers] : [];
    if (!(first instanceof kind)) throw new TypeError("no layers in it");
    return make(first, 1 + others.length, norm instanceof LayerNorm ? { norm } : {});
  };
}

/** How those are made that consist of other modules. */
export const sequenceContainers = {
  TransformerEncoder: stacked(
    TransformerEncoderLayer,
    (layer, count, options) => new TransformerEncoder(layer, count, options),
  ),
  TransformerDecoder: stacked(
    TransformerDecoderLayer,
    (layer, count, options) => new TransformerDecoder(layer, count, options),
  ),
};
