import { ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings } from "../describe-module.js";
import { linear } from "../functional/linear.js";
import { uniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { refuseInput } from "../refuse-input.js";

/** The weights of one step: from the input, from the state, and the biases of both. */
export interface CellWeights {
  readonly inputWeight: Tensor;
  readonly stateWeight: Tensor;
  readonly inputBias: Tensor | null;
  readonly stateBias: Tensor | null;
}

export type RNNNonlinearity = "tanh" | "relu";

export const knownNonlinearity = { nonlinearity: ["tanh", "relu"] };

/** h' = tanh(projected + h·W + b). `projected`: the input's part, [batch, hidden]. */
export function stepRNN(
  projected: Tensor,
  h: Tensor,
  { stateWeight, stateBias }: CellWeights,
  nonlinearity: RNNNonlinearity,
): Tensor {
  const sum = projected.add(linear(h, stateWeight, stateBias));
  return nonlinearity === "tanh" ? sum.tanh() : sum.relu();
}

/** The gates in, forget, cell and out of [batch, 4·hidden]; answers the state and the cell. */
export function stepLSTM(
  projected: Tensor,
  [h, c]: readonly [Tensor, Tensor],
  { stateWeight, stateBias }: CellWeights,
): [Tensor, Tensor] {
  const [input, forget, cell, output] = projected.add(linear(h, stateWeight, stateBias)).chunk(4, -1) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const next = forget.sigmoid().mul(c).add(input.sigmoid().mul(cell.tanh()));
  return [output.sigmoid().mul(next.tanh()), next];
}

/** The gates reset, update and new of [batch, 3·hidden]. */
export function stepGRU(projected: Tensor, h: Tensor, { stateWeight, stateBias }: CellWeights): Tensor {
  const [resetIn, updateIn, newIn] = projected.chunk(3, -1) as [Tensor, Tensor, Tensor];
  const [resetState, updateState, newState] = linear(h, stateWeight, stateBias).chunk(3, -1) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const update = updateIn.add(updateState).sigmoid();
  const proposed = newIn.add(resetIn.add(resetState).sigmoid().mul(newState)).tanh();
  return proposed.add(update.mul(h.sub(proposed)));
}

export interface CellOptions {
  readonly bias?: boolean;
}

/** What the cells share: weights drawn as PyTorch draws them, named as it names them. */
abstract class RecurrentCell extends Module {
  declare readonly weight_ih: Parameter;
  declare readonly weight_hh: Parameter;
  declare readonly bias_ih: Parameter | null;
  declare readonly bias_hh: Parameter | null;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: CellOptions,
  ) {
    super();
    checkOptions(new.target.name, options, { bias: null });
    const { bias = true } = options;
    const bound = 1 / Math.sqrt(hiddenSize);
    const drawn = (shape: readonly number[]) => new Parameter(uniform_(zeros(shape), -bound, bound));
    const rows = gates * hiddenSize;
    Object.assign(this, { weight_ih: drawn([rows, inputSize]), weight_hh: drawn([rows, hiddenSize]) });
    Object.assign(this, { bias_ih: bias ? drawn([rows]) : null, bias_hh: bias ? drawn([rows]) : null });
  }

  protected get weights(): CellWeights {
    return {
      inputWeight: this.weight_ih,
      stateWeight: this.weight_hh,
      inputBias: this.bias_ih,
      stateBias: this.bias_hh,
    };
  }

  /** The input's part of all gates; [inputSize] or [batch, inputSize]. */
  protected projected(x: Tensor): Tensor {
    if (x.ndim < 1 || x.ndim > 2 || x.shape.at(-1) !== this.inputSize) {
      refuseInput(this.constructor.name, x, `[batch, ${this.inputSize}]`);
    }
    return linear(x, this.weight_ih, this.bias_ih);
  }

  /** The state beside x, zeros where there is none. @throws ShapeError for one of another shape */
  protected stateOf(x: Tensor, state: Tensor | null): Tensor {
    const shape = [...x.shape.slice(0, -1), this.hiddenSize];
    if (state === null) return zeros(shape, { dtype: x.dtype, device: x.device });
    if (state.shape.join() === shape.join()) return state;
    throw new ShapeError({
      operation: this.constructor.name,
      got: `a state of shape [${state.shape.join(", ")}]`,
      expected: `[${shape.join(", ")}], beside an input of shape [${x.shape.join(", ")}]`,
    });
  }

  override extraRepr(): string {
    const { inputSize, hiddenSize } = this;
    return printSettings([inputSize, hiddenSize], this.bias_ih === null ? { bias: false } : {});
  }
}

/**
 * One step of a plain recurrence, h' = tanh(W·x + b + U·h + c): x [batch, inputSize], h [batch, hiddenSize] → h'.
 *
 * @throws ShapeError where x's last axis is not inputSize, or a state is no [batch, hiddenSize].
 * @source torch.nn.RNNCell
 * @example
 * new RNNCell(3, 4)(randn([2, 3])).shape // [2, 4]
 */
export class RNNCell extends RecurrentCell {
  static override readonly name: string = "RNNCell";

  readonly nonlinearity: RNNNonlinearity;

  constructor(
    inputSize: number,
    hiddenSize: number,
    { nonlinearity = "tanh", ...options }: CellOptions & { readonly nonlinearity?: RNNNonlinearity } = {},
  ) {
    super(inputSize, hiddenSize, 1, options);
    checkOptions("RNNCell", { nonlinearity }, knownNonlinearity);
    this.nonlinearity = nonlinearity;
  }

  override forward(x: Tensor, h: Tensor | null = null): Tensor {
    return stepRNN(this.projected(x), this.stateOf(x, h), this.weights, this.nonlinearity);
  }

  override extraRepr(): string {
    const { nonlinearity } = this;
    return nonlinearity === "tanh" ? super.extraRepr() : `${super.extraRepr()}, nonlinearity=${nonlinearity}`;
  }
}

/**
 * One step of a long short-term memory: x [batch, inputSize], [h, c] each [batch, hiddenSize] → [h', c'].
 *
 * @throws ShapeError where x's last axis is not inputSize, or a state is no [batch, hiddenSize].
 * @source torch.nn.LSTMCell
 * @example
 * const [h, c] = new LSTMCell(3, 4)(randn([2, 3]));
 * [h.shape, c.shape] // [[2, 4], [2, 4]]
 */
export class LSTMCell extends RecurrentCell {
  static override readonly name: string = "LSTMCell";

  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  override forward(x: Tensor, state: readonly [Tensor, Tensor] | null = null): [Tensor, Tensor] {
    const [h, c] = state ?? [null, null];
    return stepLSTM(this.projected(x), [this.stateOf(x, h), this.stateOf(x, c)], this.weights);
  }
}

/**
 * One step of a gated recurrence: x [batch, inputSize], h [batch, hiddenSize] → h'.
 *
 * @throws ShapeError where x's last axis is not inputSize, or a state is no [batch, hiddenSize].
 * @source torch.nn.GRUCell
 */
export class GRUCell extends RecurrentCell {
  static override readonly name: string = "GRUCell";

  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  override forward(x: Tensor, h: Tensor | null = null): Tensor {
    return stepGRU(this.projected(x), this.stateOf(x, h), this.weights);
  }
}
