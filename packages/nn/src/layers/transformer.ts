import { gelu, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { checkMasks } from "../functional/attention-masks.js";
import { Module } from "../module.js";
import { MultiheadAttention } from "./attention.js";
import { Dropout } from "./dropout.js";
import { Linear } from "./linear.js";
import { LayerNorm } from "./normalization.js";

export interface TransformerLayerOptions {
  /** Width of the hidden layer between the two linear ones. */
  readonly dimFeedforward?: number;
  /** The share, 0..1, that is dropped in training, of attention weights and of what each part adds. */
  readonly dropout?: number;
  readonly activation?: "relu" | "gelu";
  readonly layerNormEps?: number;
  /** Whether tensors are [batch, time, features] rather than [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** Whether each part normalizes what goes in, rather than what comes out. */
  readonly normFirst?: boolean;
}

/** Masks of a layer that looks at one sequence, as {@link MultiheadAttention} takes them. */
export interface EncoderMasks {
  readonly mask?: Tensor | null | undefined;
  readonly keyPaddingMask?: Tensor | null | undefined;
}

/** Masks of a layer that looks at two. */
export interface DecoderMasks {
  readonly targetMask?: Tensor | null | undefined;
  readonly memoryMask?: Tensor | null | undefined;
  readonly targetKeyPaddingMask?: Tensor | null | undefined;
  readonly memoryKeyPaddingMask?: Tensor | null | undefined;
}

/** @throws ArgumentError for what is no mask of a layer that looks at one sequence. */
export function checkEncoderMasks(operation: string, masks: EncoderMasks): void {
  const others = { srcmask: "mask", attnmask: "mask", srckeypaddingmask: "keyPaddingMask" } as const;
  checkMasks(operation, masks, { mask: null, keyPaddingMask: null }, others, "mask");
}

/** @throws ArgumentError for what is no mask of a layer that looks at two. */
export function checkDecoderMasks(operation: string, masks: DecoderMasks): void {
  const known = {
    targetMask: null,
    memoryMask: null,
    targetKeyPaddingMask: null,
    memoryKeyPaddingMask: null,
  };
  const others = {
    mask: "targetMask",
    attnmask: "targetMask",
    tgtmask: "targetMask",
    keypaddingmask: "targetKeyPaddingMask",
    tgtkeypaddingmask: "targetKeyPaddingMask",
  } as const;
  checkMasks(operation, masks, known, others, "targetMask");
}

type Part = (x: Tensor) => Tensor;

/** What the encoder's layers and the decoder's share. */
export abstract class TransformerLayer extends Module {
  declare readonly self_attn: MultiheadAttention;
  declare readonly linear1: Linear;
  declare readonly linear2: Linear;
  readonly dropout: Dropout;
  readonly activation: "relu" | "gelu";
  readonly normFirst: boolean;
  readonly batchFirst: boolean;
  readonly dimFeedforward: number;
  readonly dropoutShare: number;
  readonly layerNormEps: number;

  constructor(
    readonly dModel: number,
    readonly nhead: number,
    readonly options: TransformerLayerOptions,
  ) {
    super();
    checkOptions(new.target.name, options, {
      dimFeedforward: null,
      dropout: null,
      activation: ["relu", "gelu"],
      layerNormEps: null,
      batchFirst: null,
      normFirst: null,
    });
    const { dropout = 0.1, activation = "relu", normFirst = false } = options;
    this.activation = activation;
    this.normFirst = normFirst;
    this.batchFirst = options.batchFirst ?? false;
    this.dimFeedforward = options.dimFeedforward ?? 2048;
    this.dropoutShare = dropout;
    this.layerNormEps = options.layerNormEps ?? 1e-5;
    this.dropout = new Dropout(dropout);
  }

  protected attention(): MultiheadAttention {
    const { dropoutShare: dropout, batchFirst } = this;
    return new MultiheadAttention(this.dModel, this.nhead, { dropout, batchFirst });
  }

  protected norm(): LayerNorm {
    return new LayerNorm(this.dModel, { eps: this.layerNormEps });
  }

  /** The two linear layers with the activation between them. */
  protected feedForward(x: Tensor): Tensor {
    const hidden = this.linear1(x);
    return this.linear2(this.dropout(this.activation === "relu" ? hidden.relu() : gelu(hidden)));
  }

  /** x plus what a part makes of it, normalized before or after. */
  protected added(x: Tensor, norm: LayerNorm, part: Part, dropout: Dropout): Tensor {
    return this.normFirst ? x.add(dropout(part(norm(x)))) : norm(x.add(dropout(part(x))));
  }

  override extraRepr(): string {
    return "";
  }
}

/**
 * Attention of a sequence to itself, then two linear layers, each added to what went in: x [time, batch, dModel] → the
 * same shape.
 *
 * @throws ArgumentError where the heads don't divide dModel, or the activation is unknown.
 * @source torch.nn.TransformerEncoderLayer
 * @example
 * new TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true })(randn([4, 5, 8])).shape // [4, 5, 8]
 */
export class TransformerEncoderLayer extends TransformerLayer {
  static override readonly name: string = "TransformerEncoderLayer";

  declare readonly norm1: LayerNorm;
  declare readonly norm2: LayerNorm;
  declare readonly dropout1: Dropout;
  declare readonly dropout2: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { dimFeedforward, dropoutShare } = this;
    Object.assign(this, {
      self_attn: this.attention(),
      linear1: new Linear(dModel, dimFeedforward),
      linear2: new Linear(dimFeedforward, dModel),
      norm1: this.norm(),
      norm2: this.norm(),
      dropout1: new Dropout(dropoutShare),
      dropout2: new Dropout(dropoutShare),
    });
  }

  override forward(x: Tensor, masks: EncoderMasks = {}): Tensor {
    checkEncoderMasks("TransformerEncoderLayer", masks);
    const { mask: attnMask, keyPaddingMask } = masks;
    const look: Part = (at) =>
      this.self_attn(at, at, at, { attnMask, keyPaddingMask, needWeights: false })[0];
    const seen = this.added(x, this.norm1, look, this.dropout1);
    return this.added(seen, this.norm2, (at) => this.feedForward(at), this.dropout2);
  }
}

/**
 * Attention of a sequence to itself and to a memory, then two linear layers: target [time, batch, dModel], memory [keys,
 * batch, dModel] → as target.
 *
 * @throws ArgumentError where the heads don't divide dModel, or the activation is unknown.
 * @source torch.nn.TransformerDecoderLayer
 */
export class TransformerDecoderLayer extends TransformerLayer {
  static override readonly name: string = "TransformerDecoderLayer";

  declare readonly multihead_attn: MultiheadAttention;
  declare readonly norm1: LayerNorm;
  declare readonly norm2: LayerNorm;
  declare readonly norm3: LayerNorm;
  declare readonly dropout1: Dropout;
  declare readonly dropout2: Dropout;
  declare readonly dropout3: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super(dModel, nhead, options);
    const { dimFeedforward, dropoutShare } = this;
    Object.assign(this, {
      self_attn: this.attention(),
      multihead_attn: this.attention(),
      linear1: new Linear(dModel, dimFeedforward),
      linear2: new Linear(dimFeedforward, dModel),
      norm1: this.norm(),
      norm2: this.norm(),
      norm3: this.norm(),
      dropout1: new Dropout(dropoutShare),
      dropout2: new Dropout(dropoutShare),
      dropout3: new Dropout(dropoutShare),
    });
  }

  override forward(target: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    checkDecoderMasks("TransformerDecoderLayer", masks);
    const own = {
      attnMask: masks.targetMask,
      keyPaddingMask: masks.targetKeyPaddingMask,
      needWeights: false,
    };
    const other = {
      attnMask: masks.memoryMask,
      keyPaddingMask: masks.memoryKeyPaddingMask,
      needWeights: false,
    };
    const look: Part = (at) => this.self_attn(at, at, at, own)[0];
    const recall: Part = (at) => this.multihead_attn(at, memory, memory, other)[0];
    const seen = this.added(target, this.norm1, look, this.dropout1);
    const recalled = this.added(seen, this.norm2, recall, this.dropout2);
    return this.added(recalled, this.norm3, (at) => this.feedForward(at), this.dropout3);
  }
}
