import {
  ArgumentError,
  DTypeError,
  manualSeed,
  ones,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  MultiheadAttention,
  RNN,
  RNNCell,
  scaledDotProductAttention,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "../index.js";

/** Calls that no compiler has seen. */
const unseen = (value: unknown): never => value as never;

const settings = { dimFeedforward: 4, dropout: 0 };
const encoderLayer = new TransformerEncoderLayer(4, 2, settings);
const decoderLayer = new TransformerDecoderLayer(4, 2, settings);
const encoder = new TransformerEncoder(encoderLayer, 1);
const decoder = new TransformerDecoder(decoderLayer, 1);
const attention = new MultiheadAttention(4, 2);
manualSeed(1);
const x = randn([3, 2, 4]);
const alone = randn([3, 4]);
const whole = (shape: number[], dtype: "uint8" | "int32" | "bool") => zeros(shape, { dtype });

describe("masks under other names", () => {
  const mask = zeros([3, 3]);
  it.each<[string, () => unknown, string]>([
    [
      "srcMask",
      () => encoder(x, unseen({ srcMask: mask })),
      "TransformerEncoder: got an option srcMask; expected one of { mask, keyPaddingMask }. Try mask.",
    ],
    [
      "src_key_padding_mask",
      () => encoderLayer(x, unseen({ src_key_padding_mask: mask })),
      "Try keyPaddingMask.",
    ],
    ["tgtMask", () => decoder(x, x, unseen({ tgtMask: mask })), "Try targetMask."],
    ["memory_mask", () => decoderLayer(x, x, unseen({ memory_mask: mask })), "Try memoryMask."],
    ["attnmask", () => attention(x, x, x, unseen({ attnmask: mask })), "Try attnMask."],
    [
      "another",
      () => attention(x, x, x, unseen({ other: mask })),
      "got an option other; expected one of { keyPaddingMask,",
    ],
    [
      "no name",
      () => encoder(x, unseen(mask)),
      "TransformerEncoder: got a tensor in place of options; expected { mask, keyPaddingMask }. Try { mask: … }.",
    ],
    ["no name, in the decoder", () => decoder(x, x, unseen(mask)), "Try { targetMask: … }."],
    ["no name, in attention", () => attention(x, x, x, unseen(mask)), "Try { keyPaddingMask: … }."],
  ])("are refused: %s", (_name, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });

  it("count as none where they are null", () => {
    const none = { attnMask: null, keyPaddingMask: null };
    expect(attention(x, x, x, none)[0].arraySync()).toEqual(attention(x, x, x)[0].arraySync());
    expect(encoder(x, { mask: null }).arraySync()).toEqual(encoder(x).arraySync());
    expect(decoder(x, x, { targetMask: null }).arraySync()).toEqual(decoder(x, x).arraySync());
    const { attnMask } = none;
    expect(scaledDotProductAttention(x, x, x, { attnMask, isCausal: true }).shape).toEqual([3, 2, 4]);
  });
});

describe("masks of attention", () => {
  const shut = tensor([
    [0, 1, 1],
    [0, 0, 1],
    [0, 0, 0],
  ]);

  it("are truths as bytes too, and numbers of other floats", () => {
    const expected = attention(x, x, x, { attnMask: shut.to("bool") })[0].arraySync();
    expect(attention(x, x, x, { attnMask: shut.to("uint8") })[0].arraySync()).toEqual(expected);
    const [output] = attention(x, x, x, { attnMask: shut.to("float64") });
    expect(output.dtype).toBe("float32");
    expect(output.arraySync()).toEqual(attention(x, x, x, { attnMask: shut })[0].arraySync());
  });

  it("may be of each head, and of no batch", () => {
    expect(attention(x, x, x, { attnMask: zeros([4, 3, 3]) })[0].shape).toEqual([3, 2, 4]);
    const keyPaddingMask = whole([3], "bool");
    const given = { attnMask: zeros([2, 3, 3]), keyPaddingMask };
    expect(attention(alone, alone, alone, given)[0].shape).toEqual([3, 4]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "int32",
      () => attention(x, x, x, { attnMask: whole([3, 3], "int32") }),
      "attnMask of int32; expected bool, uint8 or floats",
    ],
    [
      "bytes as padding",
      () => attention(x, x, x, { keyPaddingMask: whole([2, 3], "uint8") }),
      "keyPaddingMask of uint8; expected bool or floats",
    ],
    [
      "int32 of one head",
      () => scaledDotProductAttention(x, x, x, { attnMask: whole([2, 2], "int32") }),
      "attnMask of int32",
    ],
  ])("are refused: %s", (_title, call, message) => {
    expect(call).toThrow(DTypeError);
    expect(call).toThrow(message);
  });

  const attn = (...shape: number[]) => attention(x, x, x, { attnMask: zeros(shape) });
  const padding = (...shape: number[]) => attention(x, x, x, { keyPaddingMask: zeros(shape) });
  it.each<[string, () => unknown, string]>([
    ["a row", () => attn(1, 3), "attnMask of shape [1, 3]; expected [3, 3] or [4, 3, 3]"],
    ["a batch", () => attn(2, 3, 3), "attnMask of shape [2, 3, 3]; expected [3, 3] or [4, 3, 3]"],
    ["one for all", () => padding(1, 3), "keyPaddingMask of shape [1, 3]; expected [2, 3]"],
    ["no batch", () => padding(3), "keyPaddingMask of shape [3]; expected [2, 3]"],
    [
      "a batch without one",
      () => attention(alone, alone, alone, { keyPaddingMask: zeros([1, 3]) }),
      "expected [3]",
    ],
    ["keys of one batch", () => attention(x, x.slice(1, 0, 1), x.slice(1, 0, 1)), "expected a batch of 2"],
    ["fewer values", () => attention(x, x, x.slice(0, 0, 2)), "expected a value for each of 3 keys"],
    [
      "larger than the scores",
      () => scaledDotProductAttention(x, x, x, { attnMask: zeros([5, 3, 2, 2]) }),
      "one that broadcasts to [3, 2, 2]",
    ],
  ])("have their shapes: %s", (_title, call, message) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
  });
});

describe("states of recurrences", () => {
  const input = ones([2, 3]);

  it("are zeros where they are null", () => {
    const sequence = ones([5, 2, 3]);
    const [rnn, gru, lstm] = [new RNN(3, 4), new GRU(3, 4), new LSTM(3, 4)];
    for (const layer of [rnn, gru])
      expect(layer(sequence, null)[1].arraySync()).toEqual(layer(sequence)[1].arraySync());
    expect(lstm(sequence, null)[0].shape).toEqual([5, 2, 4]);
    for (const cell of [new RNNCell(3, 4), new GRUCell(3, 4)])
      expect(cell(input, null).arraySync()).toEqual(cell(input).arraySync());
    expect(new LSTMCell(3, 4)(input, null)[1].shape).toEqual([2, 4]);
  });

  const h = zeros([2, 4]);
  it.each<[string, (wrong: Tensor) => unknown]>([
    ["RNNCell", (wrong) => new RNNCell(3, 4)(input, wrong)],
    ["GRUCell", (wrong) => new GRUCell(3, 4)(input, wrong)],
    ["LSTMCell", (wrong) => new LSTMCell(3, 4)(input, [wrong, h])],
    ["LSTMCell", (wrong) => new LSTMCell(3, 4)(input, [h, wrong])],
  ])("stand beside the input of %s", (name, step) => {
    for (const shape of [[4], [1, 4], [5, 4], [2, 1]])
      expect(() => step(zeros(shape))).toThrow(
        `${name}: got a state of shape [${shape.join(", ")}]; expected [2, 4], beside an input of shape [2, 3]`,
      );
  });
});
