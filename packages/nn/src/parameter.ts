import "@mnist/autograd";
import { ShapeError, type Storage, Tensor } from "@mnist/tensor";

/**
 * A tensor that a module learns: it shares the given one's storage, requires a gradient and is found by
 * `parameters()`.
 *
 * @source torch.nn.Parameter
 * @example
 * new Parameter(zeros([3])).requiresGrad // true
 */
export class Parameter extends Tensor {
  static override readonly name: string = "Parameter";

  declare storage: Storage;
  declare strides: readonly number[];
  declare offset: number;

  constructor(values: Tensor, requiresGrad = true) {
    super(values.storage, values.shape, values.strides, values.offset);
    if (requiresGrad) this.requiresGrad_();
  }

  /**
   * Looks at `values` from now on, on its device and in its dtype; whoever holds this parameter, as optimisers do, goes
   * on with them. The gradient so far is forgotten.
   *
   * @throws ShapeError where the shape differs.
   * @source torch.Tensor.data
   */
  setData(values: Tensor): this {
    if (values.shape.join() !== this.shape.join()) {
      throw new ShapeError({
        operation: "setData",
        got: `values of shape [${values.shape.join(", ")}]`,
        expected: `the parameter's shape [${this.shape.join(", ")}]`,
      });
    }
    const { storage, strides, offset } = values.contiguous();
    this.grad = null;
    Object.assign(this, { storage, strides, offset });
    return this;
  }
}
