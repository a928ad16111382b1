import { fromData, ShapeError, type Tensor } from "@mnist/tensor";
import { kinds } from "@mnist/tensor/internal";
import type { GatheredDataset } from "./gathered-dataset.js";

/**
 * Tensors of one length side by side; sample i is row i of each.
 *
 * @throws ShapeError where the lengths differ.
 * @source torch.utils.data.TensorDataset
 * @example
 * new TensorDataset(tensor([[0], [1], [2]]), tensor([5, 6, 7])).length; // 3
 */
export class TensorDataset<Tensors extends readonly Tensor[]> implements GatheredDataset<Tensors> {
  static readonly name: string = "TensorDataset";

  readonly tensors: Tensors;
  readonly length: number;

  constructor(...tensors: Tensors) {
    const lengths = tensors.map((each) => each.shape[0]);
    if (lengths.length === 0 || lengths.some((length) => length === undefined || length !== lengths[0])) {
      throw new ShapeError({
        operation: "TensorDataset",
        got: `tensors of lengths ${lengths.join(", ")}`,
        expected: "at least one tensor, all with the same first axis",
      });
    }
    this.tensors = tensors;
    this.length = lengths[0]!;
  }

  /** Sample `index`, without the batch axis; counted from the end where it is negative. */
  get(index: number): Tensors {
    return this.tensors.map((each) => each.select(0, index)) as unknown as Tensors;
  }

  batch(indices: Int32Array): Tensors {
    return this.tensors.map((each) => takeRows(each, indices)) as unknown as Tensors;
  }

  gather(indices: Tensor): Tensors {
    return this.tensors.map((each) => each.indexSelect(0, indices)) as unknown as Tensors;
  }
}

/** The rows that `indices` name, copied whole. */
export function takeRows(source: Tensor, indices: Int32Array): Tensor {
  const { shape, dtype, device } = source;
  const index = fromData(indices, [indices.length], { dtype: "int32", device });
  if (device.name !== "cpu" || !source.isContiguous()) return source.indexSelect(0, index);
  const width = source.numel() / Math.max(shape[0]!, 1);
  const stored = device.readSync(source.storage);
  const rows = new kinds[dtype].array(indices.length * width);
  indices.forEach((index, row) => {
    const start = source.offset + index * width;
    rows.set(stored.subarray(start, start + width), row * width);
  });
  return fromData(rows, [indices.length, ...shape.slice(1)], { dtype, device });
}
