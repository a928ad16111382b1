import "@mnist/autograd";
import { manualSeed, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { MultiheadAttention, type MultiheadAttentionOptions } from "../index.js";
import { type AttentionWeights, multiHeadAttention } from "./multi-head-attention.js";

/** A layer's weights, by the function's names. */
function weightsOf(layer: MultiheadAttention): AttentionWeights {
  return {
    inProjWeight: layer.in_proj_weight,
    qProjWeight: layer.q_proj_weight,
    kProjWeight: layer.k_proj_weight,
    vProjWeight: layer.v_proj_weight,
    inProjBias: layer.in_proj_bias,
    biasK: layer.bias_k,
    biasV: layer.bias_v,
    outProjWeight: layer.out_proj.weight,
    outProjBias: layer.out_proj.bias,
  };
}

describe("multiHeadAttention", () => {
  const kinds: readonly [string, MultiheadAttentionOptions, readonly number[]][] = [
    ["one matrix for all", {}, [8, 8]],
    ["without biases", { bias: false }, [8, 8]],
    [
      "a matrix for each, with what stands behind",
      { kdim: 3, vdim: 5, addBiasKv: true, addZeroAttn: true },
      [3, 5],
    ],
  ];

  it.each(kinds)("is what the layer computes: %s", (_title, options, [keys, values]) => {
    manualSeed(3);
    const layer = new MultiheadAttention(8, 2, options);
    const inputs: [Tensor, Tensor, Tensor] = [randn([5, 2, 8]), randn([6, 2, keys!]), randn([6, 2, values!])];
    const attnMask = randn([5, 6]);
    const settings = { addZeroAttn: options.addZeroAttn ?? false, attnMask, averageAttnWeights: false };
    const [output, weights] = multiHeadAttention(...inputs, 2, weightsOf(layer), settings);
    const [expected, shares] = layer(...inputs, { attnMask, averageAttnWeights: false });
    expect(output.arraySync()).toEqual(expected.arraySync());
    expect(weights?.arraySync()).toEqual(shares?.arraySync());
    const alone = inputs.map((each) => each.select(1, 0)) as [Tensor, Tensor, Tensor];
    expect(multiHeadAttention(...alone, 2, weightsOf(layer), { needWeights: false })[1]).toBeNull();
  });

  it("refuses heads that don't fit, and missing weights", () => {
    const x = randn([5, 2, 8]);
    const outProjWeight = randn([8, 8]);
    expect(() => multiHeadAttention(x, x, x, 3, { outProjWeight })).toThrow("got 3 heads for 8 features");
    expect(() => multiHeadAttention(x, x, x, 2, { outProjWeight })).toThrow("expected inProjWeight, or");
  });
});
