import type { Tensor } from "@mnist/tensor";
import { TensorDataset } from "./tensor-dataset.js";

/**
 * Inputs and their targets, row beside row, as a data set. @source list(zip(train_x, train_y)) as fastai's notes have it
 *
 * @throws ShapeError where the lengths differ.
 * @example
 * const dataset = zip(tensor([[0], [1], [2]]), tensor([5, 6, 7]));
 * const [x, y] = dataset.get(1);
 * y; // tensor(6.)
 */
export function zip<Tensors extends readonly Tensor[]>(...tensors: Tensors): TensorDataset<Tensors> {
  return new TensorDataset(...tensors);
}
