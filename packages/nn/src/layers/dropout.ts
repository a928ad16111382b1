import { ArgumentError, type Tensor } from "@mnist/tensor";
import { dispatch, fillBernoulli, primitives } from "@mnist/tensor/internal";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";

/**
 * In training each element is 0 with probability p, and the others are divided by 1 − p; in use nothing changes. The
 * mask is PyTorch's own for the same seed, where PyTorch draws without MKL.
 *
 * @throws ArgumentError where p is no probability.
 * @source torch.nn.Dropout
 * @example
 * new Dropout(0.5).eval()(ones([2])).arraySync() // [1, 1]
 */
export class Dropout extends Module {
  static override readonly name: string = "Dropout";

  constructor(readonly p = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) {
      throw new ArgumentError({ operation: "Dropout", got: `p ${p}`, expected: "a probability from 0 to 1" });
    }
  }

  override forward(x: Tensor): Tensor {
    const { p } = this;
    if (!this.training || p === 0) return x;
    if (p === 1) return x.mul(0);
    const { shape, dtype, device } = x;
    const kept = dispatch(primitives.random, [], {
      shape,
      dtype,
      device,
      draw: (out) => fillBernoulli(out, 1 - p),
    });
    return x.mul(kept.div(1 - p));
  }

  override extraRepr(): string {
    return printSettings([], { p: this.p, inplace: false });
  }
}
