import { manualSeed, ones, rand, randn, type Tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  Dropout2d,
  LayerNorm,
  LSTM,
  MultiheadAttention,
  ParameterList,
  scaledDotProductAttention,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "../index.js";

const close = (actual: Tensor, expected: Tensor) => {
  const wanted = expected.dataSync();
  for (const [i, value] of actual.dataSync().entries()) expect(value).toBeCloseTo(wanted[i]!, 5);
};

describe("stacks of transformer layers", () => {
  const settings = { dimFeedforward: 8, dropout: 0, batchFirst: true };

  it("are copies of one layer, one after the other, and draw no numbers", () => {
    manualSeed(3);
    const layer = new TransformerEncoderLayer(4, 2, settings);
    const next = rand([2]).arraySync();
    manualSeed(3);
    const same = new TransformerEncoderLayer(4, 2, settings);
    const encoder = new TransformerEncoder(same, 3, { norm: new LayerNorm(4) });
    expect(rand([2]).arraySync()).toEqual(next);
    expect(encoder.parameters()).toHaveLength(3 * layer.parameters().length + 2);
    const x = randn([2, 5, 4]);
    close(encoder(x), new LayerNorm(4)(layer(layer(layer(x)))));
    expect(Object.keys(encoder.stateDict()).slice(0, 2)).toEqual([
      "layers.0.self_attn.in_proj_weight",
      "layers.0.self_attn.in_proj_bias",
    ]);
  });

  it("keep the dtype, the mode, settings and what is frozen", () => {
    const layer = new TransformerEncoderLayer(4, 2, settings).to("float64").eval();
    layer.linear1.weight.requiresGrad_(false);
    Object.assign(layer.dropout1, { p: 0.5 });
    const [first, second] = new TransformerEncoder(layer, 2).layers;
    for (const copy of [first!, second!]) {
      expect(copy.modules().some(({ training }) => training)).toBe(false);
      expect(copy.dropout1.p).toBe(0.5);
      expect(copy.linear1.weight.requiresGrad).toBe(false);
      expect(copy.linear2.weight.requiresGrad).toBe(true);
      expect(copy.linear2.weight.dtype).toBe("float64");
      expect(copy.linear2.weight.arraySync()).toEqual(layer.linear2.weight.arraySync());
      expect(copy.linear2.weight.storage).not.toBe(layer.linear2.weight.storage);
    }
    const decoding = new TransformerDecoderLayer(4, 2, settings).eval();
    expect([...new TransformerDecoder(decoding, 1).layers][0]!.training).toBe(false);
  });

  it("decode beside a memory", () => {
    const layer = new TransformerDecoderLayer(4, 2, settings);
    const [x, memory] = [randn([2, 5, 4]), randn([2, 3, 4])];
    close(new TransformerDecoder(layer, 2)(x, memory), layer(layer(x, memory), memory));
  });
});

describe("scaledDotProductAttention", () => {
  it("looks where it may", () => {
    const [q, k, v] = [randn([2, 3, 4]), randn([2, 3, 4]), randn([2, 3, 5])];
    const causal = scaledDotProductAttention(q, k, v, { isCausal: true });
    close(causal.select(1, 0), v.select(1, 0));
    const mask = ones([3, 3]).tril().gt(0);
    close(causal, scaledDotProductAttention(q, k, v, { attnMask: mask }));
    const biased = scaledDotProductAttention(q, k, v, { attnMask: zeros([3, 3]), scale: 0.5 });
    close(biased, scaledDotProductAttention(q, k, v));
    expect(() => scaledDotProductAttention(q, k, v, { attnMask: mask, isCausal: true })).toThrow(
      "scaledDotProductAttention: got attnMask and isCausal; expected one of them.",
    );
  });
});

describe("layers", () => {
  it("say what does not fit", () => {
    expect(() => new MultiheadAttention(8, 3)).toThrow("got 3 heads for 8 features");
    expect(() => new MultiheadAttention(4, 2)(ones([3, 5]), ones([3, 5]), ones([3, 5]))).toThrow(
      "MultiheadAttention: got an input of shape [3, 5]; expected [time, batch, 4].",
    );
    expect(() => new LSTM(3, 4)(ones([2, 5, 2]))).toThrow("LSTM: got an input of shape [2, 5, 2]");
    expect(() => new LSTM(3, 4)(ones([5, 2, 3]), [zeros([2, 2, 4]), zeros([1, 2, 4])])).toThrow(
      "LSTM: got a state of shape [2, 2, 4]; expected [1, 2, 4]",
    );
    expect(() => new LSTM(3, 4, { numLayers: 0 })).toThrow("got numLayers 0");
  });

  it("drop whole channels", () => {
    manualSeed(1);
    const dropped = new Dropout2d(0.5)(ones([4, 8, 3, 3])).reshape([32, 9]);
    const means = new Set(dropped.mean(1).dataSync());
    expect([...means].sort()).toEqual([0, 2]);
  });

  it("ParameterList holds what is learned", () => {
    const list = new ParameterList([ones([2]), zeros([3])]).append(ones([1]));
    expect([list.length, list.at(-1).shape, [...list].length]).toEqual([3, [1], 3]);
    expect(Object.keys(list.stateDict())).toEqual(["0", "1", "2"]);
    expect(() => list.at(3)).toThrow("ParameterList: got 3; expected a position among 3.");
  });
});
