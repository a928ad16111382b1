import { ArgumentError, cat, ShapeError, stack, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, type Setting } from "../describe-module.js";
import { checkProbability, dropout } from "../functional/dropout.js";
import { linear } from "../functional/linear.js";
import { uniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { refuseInput } from "../refuse-input.js";
import {
  type CellWeights,
  knownNonlinearity,
  type RNNNonlinearity,
  stepGRU,
  stepLSTM,
  stepRNN,
} from "./recurrent-cells.js";

export interface RecurrentOptions {
  /** Recurrences on top of each other. */
  readonly numLayers?: number;
  readonly bias?: boolean;
  /** Whether x and the output are [batch, time, …] rather than [time, batch, …]. */
  readonly batchFirst?: boolean;
  /** The share, 0..1, of each layer's output but the last's that is dropped in training. */
  readonly dropout?: number;
  /** Whether a second recurrence goes from the end to the beginning; outputs are then twice as wide. */
  readonly bidirectional?: boolean;
}

/** What a recurrence hands on from step to step: the state, and what else there is. */
type State = readonly Tensor[];

/** What RNN, LSTM and GRU share: layers, directions, and weights that are drawn and named as PyTorch's. */
abstract class Recurrent extends Module {
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly bias: boolean;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentOptions,
  ) {
    super();
    checkOptions(new.target.name, options, {
      numLayers: null,
      bias: null,
      batchFirst: null,
      dropout: null,
      bidirectional: null,
    });
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = options;
    if (!(Number.isInteger(numLayers) && numLayers > 0)) {
      const operation = this.constructor.name;
      throw new ArgumentError({
        operation,
        got: `numLayers ${numLayers}`,
        expected: "a whole number from 1 up",
      });
    }
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    checkProbability(new.target.name, dropout);
    const bound = 1 / Math.sqrt(hiddenSize);
    const drawn = (...shape: number[]) => new Parameter(uniform_(zeros(shape), -bound, bound));
    const rows = gates * hiddenSize;
    for (const [layer, suffix] of this.#parts()) {
      const width = layer === 0 ? inputSize : hiddenSize * this.directions;
      Object.assign(this, { [`weight_ih_${suffix}`]: drawn(rows, width) });
      Object.assign(this, { [`weight_hh_${suffix}`]: drawn(rows, hiddenSize) });
      if (!bias) continue;
      Object.assign(this, { [`bias_ih_${suffix}`]: drawn(rows) });
      Object.assign(this, { [`bias_hh_${suffix}`]: drawn(rows) });
    }
  }

  protected get directions(): 1 | 2 {
    return this.bidirectional ? 2 : 1;
  }

  /** Each layer's directions, with the ends of their parameters' names: `l0`, `l0_reverse`. */
  #parts(): [layer: number, suffix: string][] {
    const ends = this.bidirectional ? ["", "_reverse"] : [""];
    return Array.from({ length: this.numLayers }, (_, layer) =>
      ends.map((end): [number, string] => [layer, `l${layer}${end}`]),
    ).flat();
  }

  #weightsOf(suffix: string): CellWeights {
    const named = (name: string) => (Reflect.get(this, `${name}_${suffix}`) as Parameter | undefined) ?? null;
    return {
      inputWeight: named("weight_ih")!,
      stateWeight: named("weight_hh")!,
      inputBias: named("bias_ih"),
      stateBias: named("bias_hh"),
    };
  }

  /** One step: the input's part of the gates and the state before → the state after, whose first is the output. */
  protected abstract stepOnce(projected: Tensor, state: State, weights: CellWeights): State;

  /** Steps through x [time, batch, width] in one direction. */
  #walk(x: Tensor, begin: State, suffix: string): { output: Tensor; state: State } {
    const weights = this.#weightsOf(suffix);
    const projected = linear(x, weights.inputWeight, weights.inputBias);
    const length = x.shape[0]!;
    const outputs: Tensor[] = [];
    let state = begin;
    for (let step = 0; step < length; step++) {
      const time = suffix.endsWith("_reverse") ? length - 1 - step : step;
      state = this.stepOnce(projected.select(0, time), state, weights);
      outputs[time] = state[0]!;
    }
    return { output: stack(outputs), state };
  }

  /**
   * Runs through x; `given` are the states to begin with, each [numLayers · directions, batch, hiddenSize]; `kinds` how
   * many there are.
   */
  protected run(x: Tensor, given: State | null, kinds: number): { output: Tensor; states: Tensor[] } {
    const isBatched = x.ndim === 3;
    if ((x.ndim !== 2 && !isBatched) || x.shape.at(-1) !== this.inputSize) {
      const axes = this.batchFirst ? "batch, time" : "time, batch";
      refuseInput(this.constructor.name, x, `[${axes}, ${this.inputSize}]`);
    }
    let sequence = !isBatched ? x.unsqueeze(1) : this.batchFirst ? x.transpose(0, 1) : x;
    const [length, batch] = sequence.shape as [number, number];
    if (length === 0) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: "a sequence of no steps",
        expected: "one or more",
      });
    }
    const begin = given?.map((state) => this.#checkState(isBatched ? state : state.unsqueeze(1), batch));
    const ends: State[] = [];
    for (let layer = 0; layer < this.numLayers; layer++) {
      const walks = this.#parts()
        .filter(([each]) => each === layer)
        .map(([, suffix], direction) => {
          const place = layer * this.directions + direction;
          const { dtype, device } = x;
          const own =
            begin?.map((state) => state.select(0, place)) ??
            Array.from({ length: kinds }, () => zeros([batch, this.hiddenSize], { dtype, device }));
          return this.#walk(sequence, own, suffix);
        });
      ends.push(...walks.map(({ state }) => state));
      sequence =
        walks.length === 1
          ? walks[0]!.output
          : cat(
              walks.map(({ output }) => output),
              -1,
            );
      if (layer + 1 < this.numLayers) sequence = dropout(sequence, this.dropout, this.training);
    }
    const states = Array.from({ length: kinds }, (_, kind) => stack(ends.map((state) => state[kind]!)));
    if (!isBatched) return { output: sequence.squeeze(1), states: states.map((state) => state.squeeze(1)) };
    return { output: this.batchFirst ? sequence.transpose(0, 1) : sequence, states };
  }

  #checkState(state: Tensor, batch: number): Tensor {
    const expected = [this.numLayers * this.directions, batch, this.hiddenSize];
    if (state.shape.join() === expected.join()) return state;
    throw new ShapeError({
      operation: this.constructor.name,
      got: `a state of shape [${state.shape.join(", ")}]`,
      expected: `[${expected.join(", ")}]: layers times directions, batch, hidden`,
    });
  }

  override extraRepr(): string {
    const named: Record<string, Setting> = {};
    if (this.numLayers !== 1) named.num_layers = this.numLayers;
    if (!this.bias) named.bias = false;
    if (this.batchFirst) named.batch_first = true;
    if (this.dropout !== 0) named.dropout = this.dropout;
    if (this.bidirectional) named.bidirectional = true;
    return printSettings([this.inputSize, this.hiddenSize], named);
  }
}

/**
 * Plain recurrences over a sequence. x: [time, batch, inputSize] (or [time, inputSize]) and a state [layers · directions,
 * batch, hiddenSize], zeros unless given → the outputs [time, batch, directions · hiddenSize] and the last states.
 *
 * @throws ShapeError where x or the state have other shapes.
 * @source torch.nn.RNN
 * @example
 * const [output, h] = new RNN(3, 4)(randn([5, 2, 3]));
 * [output.shape, h.shape] // [[5, 2, 4], [1, 2, 4]]
 */
export class RNN extends Recurrent {
  static override readonly name: string = "RNN";

  readonly nonlinearity: RNNNonlinearity;

  constructor(
    inputSize: number,
    hiddenSize: number,
    {
      nonlinearity = "tanh",
      ...options
    }: RecurrentOptions & { readonly nonlinearity?: RNNNonlinearity } = {},
  ) {
    super(inputSize, hiddenSize, 1, options);
    checkOptions("RNN", { nonlinearity }, knownNonlinearity);
    this.nonlinearity = nonlinearity;
  }

  override forward(x: Tensor, h: Tensor | null = null): [output: Tensor, h: Tensor] {
    const { output, states } = this.run(x, h === null ? null : [h], 1);
    return [output, states[0]!];
  }

  protected override stepOnce(projected: Tensor, [h]: State, weights: CellWeights): State {
    return [stepRNN(projected, h!, weights, this.nonlinearity)];
  }
}

/**
 * Long short-term memories over a sequence. x: [time, batch, inputSize] and states [h, c], each [layers · directions,
 * batch, hiddenSize], zeros unless given → the outputs [time, batch, directions · hiddenSize] and the last [h, c].
 *
 * @throws ShapeError where x or the states have other shapes.
 * @source torch.nn.LSTM
 * @example
 * const [output, [h, c]] = new LSTM(3, 4, { batchFirst: true })(randn([2, 5, 3]));
 * [output.shape, h.shape, c.shape] // [[2, 5, 4], [1, 2, 4], [1, 2, 4]]
 */
export class LSTM extends Recurrent {
  static override readonly name: string = "LSTM";

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  override forward(
    x: Tensor,
    state: readonly [h: Tensor, c: Tensor] | null = null,
  ): [output: Tensor, state: [h: Tensor, c: Tensor]] {
    const { output, states } = this.run(x, state, 2);
    return [output, [states[0]!, states[1]!]];
  }

  protected override stepOnce(projected: Tensor, [h, c]: State, weights: CellWeights): State {
    return stepLSTM(projected, [h!, c!], weights);
  }
}

/**
 * Gated recurrences over a sequence; in and out as {@link RNN}'s.
 *
 * @throws ShapeError where x or the state have other shapes.
 * @source torch.nn.GRU
 */
export class GRU extends Recurrent {
  static override readonly name: string = "GRU";

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  override forward(x: Tensor, h: Tensor | null = null): [output: Tensor, h: Tensor] {
    const { output, states } = this.run(x, h === null ? null : [h], 1);
    return [output, states[0]!];
  }

  protected override stepOnce(projected: Tensor, [h]: State, weights: CellWeights): State {
    return [stepGRU(projected, h!, weights)];
  }
}
