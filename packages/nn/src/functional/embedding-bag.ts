import { ArgumentError, ShapeError, stack, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";

/** What becomes of a bag's rows. */
export type BagMode = "sum" | "mean" | "max";

export interface EmbeddingBagSettings {
  /** Where each bag begins, [bags], ascending from 0; for indices in one row. */
  readonly offsets?: Tensor;
  /** "mean" unless said. */
  readonly mode?: BagMode;
  /** What each row is multiplied by, as many as indices; for the sum alone. */
  readonly perSampleWeights?: Tensor;
}

/**
 * The sum, mean or maximum of the table's rows [rows, width] that each bag names: indices [bags, size], or [indices] with
 * offsets [bags] → [bags, width]. An empty bag is 0.
 *
 * @throws ShapeError for other shapes; ArgumentError for offsets that don't begin at 0 and ascend, and for weights of
 * the rows in another mode than the sum.
 * @source torch.nn.functional.embedding_bag
 */
export function embeddingBag(index: Tensor, weight: Tensor, settings: EmbeddingBagSettings = {}): Tensor {
  checkOptions("embeddingBag", settings, {
    offsets: null,
    mode: ["sum", "mean", "max"],
    perSampleWeights: null,
  });
  const { offsets, mode = "mean", perSampleWeights } = settings;
  const isMatrix = index.ndim === 2;
  if ((!isMatrix && index.ndim !== 1) || isMatrix !== (offsets === undefined)) {
    throw new ShapeError({
      operation: "embeddingBag",
      got: `indices [${index.shape.join(", ")}] ${offsets === undefined ? "without" : "and"} offsets`,
      expected: "indices [bags, size], or [indices] and offsets [bags]",
    });
  }
  const width = weight.shape[1]!;
  if (perSampleWeights !== undefined) checkSampleWeights(perSampleWeights, index, mode);
  const taken = weight.indexSelect(0, index.flatten());
  const rows = perSampleWeights === undefined ? taken : taken.mul(perSampleWeights.reshape([-1, 1]));
  if (offsets === undefined) return joined(rows.reshape([...index.shape, width]), 1, mode);
  const bags = bagsOf(Array.from(offsets.dataSync()), index.length);
  if (bags.length === 0) return rows;
  return stack(bags.map(([start, end]) => joined(rows.slice(0, start, end), 0, mode)));
}

function checkSampleWeights(weights: Tensor, index: Tensor, mode: BagMode): void {
  if (mode !== "sum") {
    const expected = 'mode "sum"';
    throw new ArgumentError({
      operation: "embeddingBag",
      got: `perSampleWeights for mode "${mode}"`,
      expected,
    });
  }
  if (weights.shape.join() === index.shape.join()) return;
  throw new ShapeError({
    operation: "embeddingBag",
    got: `perSampleWeights of shape [${weights.shape.join(", ")}]`,
    expected: `[${index.shape.join(", ")}], as the indices`,
  });
}

/** Where each bag begins and ends. */
function bagsOf(starts: readonly number[], length: number): (readonly [start: number, end: number])[] {
  const ends = [...starts.slice(1), length];
  if ((starts[0] ?? length) !== 0 || starts.some((start, bag) => start > ends[bag]!)) {
    throw new ArgumentError({
      operation: "embeddingBag",
      got: `offsets ${starts.join(", ")}`,
      expected: `numbers that ascend from 0 to at most ${length}`,
    });
  }
  return starts.map((start, bag) => [start, ends[bag]!]);
}

function joined(rows: Tensor, dim: number, mode: BagMode): Tensor {
  if (rows.shape[dim] === 0) return rows.sum(dim);
  if (mode === "max") return rows.max(dim).values;
  return mode === "sum" ? rows.sum(dim) : rows.mean(dim);
}
