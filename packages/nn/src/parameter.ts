import "@mnist/autograd";
import { Tensor } from "@mnist/tensor";

/** A tensor that a module learns: it shares the given one's storage, requires a gradient and is found by `parameters()`. @source torch.nn.Parameter */
export class Parameter extends Tensor {
  constructor(values: Tensor, requiresGrad = true) {
    super(values.storage, values.shape, values.strides, values.offset);
    if (requiresGrad) this.requiresGrad_();
  }
}
