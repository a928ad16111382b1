import { chain, contiguous, scalar } from "../../../packages/tensor/src/backend/wasm/chain.js";
import {
  crossEntropyRows,
  gatherBytes,
  gatherWords,
  type Instruction,
  reduceRows,
  sumColumns,
} from "../../../packages/tensor/src/backend/wasm/instructions.js";
import { matmul, panelBytes } from "../../../packages/tensor/src/backend/wasm/matmul.js";
import type { Kernels } from "../../../packages/tensor/src/backend/wasm/module.js";
import type { Program } from "../../../packages/tensor/src/backend/wasm/program.js";
import {
  sparseMatmul,
  sparseMatmulTransposed,
  sparsePackedBytes,
} from "../../../packages/tensor/src/backend/wasm/sparse-matmul.js";

const [PIXELS, HIDDEN, CLASSES, BATCH] = [784, 100, 10, 256];
const RATE = 0.1;

export interface Digits {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

/**
 * What is done about the zeros of the images: nothing; left out, weights and gradient as PyTorch lays them; left out,
 * the first weight [in, out] and descended where its gradient is made.
 */
export type Variant = "dense" | "sparse" | "fused";

/** The training step as the compiler above should emit it, weights as PyTorch lays them: [out, in]. */
export class DigitsProgram {
  readonly #kernels: Kernels;
  readonly #steps: { program: Program; rows: number }[];
  readonly #index: number;
  readonly #order: Uint32Array;
  readonly #loss: number;
  readonly #parameters: { address: number; length: number; scale: number }[] = [];
  losses: number[] = [];

  constructor(kernels: Kernels, { images, labels }: Digits, variant: Variant) {
    this.#kernels = kernels;
    const bytes = kernels.heap.allocate(images.length + 64);
    kernels.bytes.set(images, bytes);
    const allLabels = kernels.heap.allocate(labels.byteLength);
    kernels.words.set(labels, allLabels / 4);
    this.#order = shuffled(labels.length);
    this.#index = kernels.heap.allocate(BATCH * 4);
    this.#loss = kernels.heap.allocate(4);
    const parameter = (length: number, fanIn: number) => {
      const address = kernels.heap.allocate(length * 4);
      this.#parameters.push({ address, length, scale: 1 / Math.sqrt(fanIn) });
      return address;
    };
    const weights = [parameter(HIDDEN * PIXELS, PIXELS), parameter(HIDDEN, PIXELS)] as const;
    const output = [parameter(CLASSES * HIDDEN, HIDDEN), parameter(CLASSES, HIDDEN)] as const;
    const last = labels.length % BATCH;
    const sizes = last === 0 ? [BATCH] : [BATCH, last];
    this.#steps = sizes.map((rows) => ({
      program: kernels.program(this.#instructions(rows, bytes, allLabels, weights, output, variant)),
      rows,
    }));
    this.#reset();
  }

  /** One pass over the data set in a fixed shuffled order. */
  epoch(): void {
    const { words } = this.#kernels;
    this.losses = [];
    for (let first = 0; first < this.#order.length; first += BATCH) {
      const rows = Math.min(BATCH, this.#order.length - first);
      words.set(this.#order.subarray(first, first + rows), this.#index / 4);
      this.#steps.find((step) => step.rows === rows)!.program.run();
      this.losses.push(this.#kernels.floats[this.#loss / 4]! / rows);
    }
  }

  /** Three epochs from the beginning must learn. */
  check(): void {
    this.#reset();
    for (let epoch = 0; epoch < 3; epoch++) this.epoch();
    const end = this.losses.slice(-50).reduce((sum, loss) => sum + loss, 0) / 50;
    if (!(end < 0.32)) throw new Error(`digits: the loss after three epochs is ${end}; expected below 0.32`);
  }

  #reset(): void {
    let state = 1;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      return (mixed ^ (mixed >>> 14)) / 2 ** 31;
    };
    for (const { address, length, scale } of this.#parameters) {
      for (let i = 0; i < length; i++) this.#kernels.floats[address / 4 + i] = random() * scale;
    }
  }

  #instructions(
    rows: number,
    bytes: number,
    allLabels: number,
    [firstWeight, firstBias]: readonly [number, number],
    [secondWeight, secondBias]: readonly [number, number],
    variant: Variant,
  ): Instruction[] {
    const sparse = variant !== "dense";
    const fused = variant === "fused";
    const { heap, floats } = this.#kernels;
    const room = (length: number) => heap.allocate(length * 4);
    const matrix = (address: number, columns: number) => ({ address, rowStride: columns, columnStride: 1 });
    const turned = (address: number, rowsOfIt: number) => ({ address, rowStride: 1, columnStride: rowsOfIt });
    const labels = room(rows);
    const scale = room(1);
    const rate = room(1);
    floats[scale / 4] = 1 / rows;
    floats[rate / 4] = -RATE;
    const [hidden, logits, losses] = [room(rows * HIDDEN), room(rows * CLASSES), room(rows)];
    const [logitsGradient, hiddenGradient] = [room(rows * CLASSES), room(rows * HIDDEN)];
    const gradients = [HIDDEN * PIXELS, HIDDEN, CLASSES * HIDDEN, CLASSES].map(room) as [
      number,
      number,
      number,
      number,
    ];
    const packed = heap.allocate(
      Math.max(
        sparsePackedBytes(PIXELS, HIDDEN),
        panelBytes({ rows, inner: PIXELS, columns: HIDDEN }),
        panelBytes({ rows, inner: rows, columns: PIXELS }),
      ),
    );
    const first = { rows, inner: PIXELS, columns: HIDDEN };
    const images = sparse ? bytes : room(rows * PIXELS);
    const left = {
      address: bytes,
      rowStride: PIXELS,
      index: this.#index,
      scale: { multiplier: 1, divisor: 255 },
    };
    const row = (address: number) => ({ address, kind: "float32" as const, rowStride: 0, columnStride: 1 });
    const block = (address: number, columns: number) => ({ ...row(address), rowStride: columns });
    const descend = (parameter: number, gradient: number, length: number) =>
      chain({
        rows: 1,
        columns: length,
        inputs: [contiguous(parameter), contiguous(gradient), scalar(rate)],
        outputs: [contiguous(parameter)],
        steps: [{ operation: "multiplyAdd", target: 3, operands: [1, 2, 0] }],
      });
    return [
      gatherWords({ words: allLabels, index: this.#index, output: labels }, rows),
      ...(sparse
        ? sparseMatmul(
            first,
            left,
            fused ? matrix(firstWeight, HIDDEN) : turned(firstWeight, PIXELS),
            { address: hidden, rowStride: HIDDEN },
            packed,
          )
        : [
            gatherBytes(
              {
                bytes,
                byteStride: PIXELS,
                index: this.#index,
                multiplier: 1,
                divisor: 255,
                output: images,
                outputStride: PIXELS * 4,
                columns: PIXELS,
              },
              rows,
            ),
            ...matmul(
              first,
              matrix(images, PIXELS),
              turned(firstWeight, PIXELS),
              matrix(hidden, HIDDEN),
              packed,
            ),
          ]),
      chain({
        rows,
        columns: HIDDEN,
        inputs: [block(hidden, HIDDEN), row(firstBias)],
        outputs: [block(hidden, HIDDEN)],
        steps: [
          { operation: "add", target: 2, operands: [0, 1] },
          { operation: "relu", target: 2, operands: [2] },
        ],
      }),
      ...matmul(
        { rows, inner: HIDDEN, columns: CLASSES },
        matrix(hidden, HIDDEN),
        turned(secondWeight, HIDDEN),
        matrix(logits, CLASSES),
        packed,
      ),
      chain({
        rows,
        columns: CLASSES,
        inputs: [block(logits, CLASSES), row(secondBias)],
        outputs: [block(logits, CLASSES)],
        steps: [{ operation: "add", target: 2, operands: [0, 1] }],
      }),
      crossEntropyRows(
        {
          logits,
          logitsStride: CLASSES * 4,
          labels,
          losses,
          gradient: logitsGradient,
          gradientStride: CLASSES * 4,
          scale,
          columns: CLASSES,
        },
        rows,
      ),
      reduceRows(
        { operation: 0, input: losses, rowStride: 0, columnStride: 4, columns: rows, output: this.#loss },
        1,
      ),
      ...matmul(
        { rows: CLASSES, inner: rows, columns: HIDDEN },
        turned(logitsGradient, CLASSES),
        matrix(hidden, HIDDEN),
        matrix(gradients[2], HIDDEN),
        packed,
      ),
      sumColumns(
        { input: logitsGradient, rowStride: CLASSES * 4, rows, columns: CLASSES, output: gradients[3] },
        1,
      ),
      ...matmul(
        { rows, inner: CLASSES, columns: HIDDEN },
        matrix(logitsGradient, CLASSES),
        matrix(secondWeight, HIDDEN),
        matrix(hiddenGradient, HIDDEN),
        packed,
      ),
      chain({
        rows: 1,
        columns: rows * HIDDEN,
        inputs: [contiguous(hidden), contiguous(hiddenGradient)],
        outputs: [contiguous(hiddenGradient)],
        steps: [
          { operation: "sign", target: 3, operands: [0] },
          { operation: "mul", target: 2, operands: [3, 1] },
        ],
      }),
      sumColumns(
        { input: hiddenGradient, rowStride: HIDDEN * 4, rows, columns: HIDDEN, output: gradients[1] },
        Math.ceil(HIDDEN / 16),
      ),
      ...(sparse
        ? sparseMatmulTransposed(
            first,
            left,
            matrix(hiddenGradient, HIDDEN),
            fused ? matrix(firstWeight, HIDDEN) : turned(gradients[0], PIXELS),
            packed,
            fused ? rate : 0,
          )
        : matmul(
            { rows: HIDDEN, inner: rows, columns: PIXELS },
            turned(hiddenGradient, HIDDEN),
            matrix(images, PIXELS),
            matrix(gradients[0], PIXELS),
            packed,
          )),
      ...(fused ? [] : [descend(firstWeight, gradients[0], HIDDEN * PIXELS)]),
      descend(firstBias, gradients[1], HIDDEN),
      descend(secondWeight, gradients[2], CLASSES * HIDDEN),
      descend(secondBias, gradients[3], CLASSES),
    ];
  }
}

function shuffled(length: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  let state = 7;
  for (let i = length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
