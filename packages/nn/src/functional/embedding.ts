import { noGrad } from "@mnist/autograd";
import { ArgumentError, onesLike, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";

export interface EmbeddingSettings {
  /** A row that is not learned; below 0 it counts from the end. */
  readonly paddingIdx?: number | null;
  /** The longest that a row may be: those looked up are shortened, in the table itself. */
  readonly maxNorm?: number | null;
  /** The degree of the norm that maxNorm is of; 2 unless said. */
  readonly normType?: number;
  /** Whether a row's gradient is divided by how often it was looked up. */
  readonly scaleGradByFreq?: boolean;
}

export const embeddingOptions = {
  paddingIdx: null,
  maxNorm: null,
  normType: null,
  scaleGradByFreq: [true, false],
};

/** @throws ArgumentError for a row that a table does not have. */
export function checkPaddingIdx(operation: string, paddingIdx: number | null, rows: number): void {
  if (paddingIdx === null || (paddingIdx >= -rows && paddingIdx < rows)) return;
  throw new ArgumentError({
    operation,
    got: `paddingIdx ${paddingIdx}`,
    expected: `${-rows} to ${rows - 1}`,
  });
}

/** How often each row of the table is looked up: [rows, 1]. */
function countsOf(index: Tensor, weight: Tensor): Tensor {
  const none = zeros([weight.shape[0]!], { dtype: weight.dtype, device: weight.device });
  return none.scatterAdd(0, index, onesLike(index).to(weight.dtype)).unsqueeze(1);
}

/** Shortens the rows that are looked up, and too long. */
function shorten(index: Tensor, weight: Tensor, limit: number, degree: number): void {
  noGrad(() => {
    const lengths = weight.detach().norm(degree, 1, true);
    const isLong = lengths.gt(limit).logicalAnd(countsOf(index, weight).gt(0));
    weight.mul_(isLong.where(lengths.add(1e-7).reciprocal().mul(limit), 1));
  });
}

/**
 * The rows that the indices name: [...] of int32 and a table [rows, width] → [..., width].
 *
 * @throws ShapeError for an index that has no row; DTypeError for indices that are not int32 or uint8; ArgumentError for
 * a paddingIdx that has no row.
 * @source torch.nn.functional.embedding
 * @example
 * embedding(tensor([1, 0]).int(), tensor([[1, 2], [3, 4]])).arraySync() // [[3, 4], [1, 2]]
 */
export function embedding(index: Tensor, weight: Tensor, settings: EmbeddingSettings = {}): Tensor {
  checkOptions("embedding", settings, embeddingOptions);
  const { paddingIdx = null, maxNorm = null, normType = 2, scaleGradByFreq = false } = settings;
  if (weight.ndim !== 2) {
    const got = `a table of shape [${weight.shape.join(", ")}]`;
    throw new ShapeError({ operation: "embedding", got, expected: "[rows, width]" });
  }
  checkPaddingIdx("embedding", paddingIdx, weight.shape[0]!);
  const flat = index.flatten();
  if (maxNorm !== null) shorten(flat, weight, maxNorm, normType);
  let rows = weight.indexSelect(0, flat);
  if (scaleGradByFreq) {
    const shares = countsOf(flat, weight).reciprocal().indexSelect(0, flat);
    rows = rows.detach().add(rows.sub(rows.detach()).mul(shares));
  }
  if (paddingIdx !== null) {
    const padding = paddingIdx < 0 ? paddingIdx + weight.shape[0]! : paddingIdx;
    rows = flat.eq(padding).unsqueeze(1).where(rows.detach(), rows);
  }
  return rows.reshape([...index.shape, weight.shape[1]!]);
}
