import { ArgumentError, cat } from "@mnist/tensor";
import type { BatchDraw } from "./batch-draw.js";
import { joinStructures } from "./batch-structure.js";
import type { SyncDataset } from "./dataset.js";
import { takeRows } from "./tensor-dataset.js";

/**
 * Data sets one after another as one; their batches are tensors, or lists or records of tensors, alike in all.
 *
 * @throws ArgumentError where there is no data set, and on a batch whose parts differ in structure.
 * @source torch.utils.data.ConcatDataset
 * @example
 * const [drawn, more] = [strokes({ count: 100, seed: 1 }), strokes({ count: 50, seed: 2 })];
 * new ConcatDataset([new ImageDataset(drawn), new ImageDataset(more)]).length; // 150
 */
export class ConcatDataset<Batch> implements SyncDataset<Batch> {
  static readonly name: string = "ConcatDataset";

  readonly length: number;
  /** For each data set where the one after it starts. */
  readonly cumulativeSizes: readonly number[];

  constructor(readonly datasets: readonly SyncDataset<Batch>[]) {
    if (datasets.length === 0) {
      throw new ArgumentError({ operation: "ConcatDataset", got: "no data set", expected: "one at least" });
    }
    let end = 0;
    this.cumulativeSizes = datasets.map(({ length }) => {
      end += length;
      return end;
    });
    this.length = end;
  }

  batch(indices: Int32Array, draw?: BatchDraw): Batch {
    const owners = Array.from(indices, (index) => this.cumulativeSizes.findIndex((end) => index < end));
    const parts = new Map<number, number[]>();
    owners.forEach((owner, row) => {
      const rows = parts.get(owner) ?? [];
      if (rows.push(row) === 1) parts.set(owner, rows);
    });
    const batches = Array.from(parts, ([owner, rows]) => this.#part(owner, rows, indices, draw));
    if (batches.length === 1) return batches[0]!;
    // Joined part by part; `back` says where each row of the batch has gone.
    const back = new Int32Array(indices.length);
    [...parts.values()].flat().forEach((row, place) => {
      back[row] = place;
    });
    return joinStructures("ConcatDataset", batches, (tensors) => takeRows(cat(tensors), back));
  }

  #part(owner: number, rows: readonly number[], indices: Int32Array, draw: BatchDraw | undefined): Batch {
    const dataset = this.datasets[owner];
    if (dataset === undefined) {
      throw new ArgumentError({
        operation: "ConcatDataset",
        got: `index ${indices[rows[0]!]}`,
        expected: `indices from 0 to ${this.length - 1}`,
      });
    }
    const start = this.cumulativeSizes[owner]! - dataset.length;
    const inside = Int32Array.from(rows, (row) => indices[row]! - start);
    const positions = draw && Uint32Array.from(rows, (row) => draw.positions[row]!);
    return dataset.batch(inside, draw && positions && { seed: draw.seed, positions });
  }
}
