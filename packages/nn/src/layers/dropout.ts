import { ArgumentError, ShapeError, type Tensor } from "@mnist/tensor";
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

  /** The shape of the mask, which broadcasts to x. */
  protected maskOf(x: Tensor): readonly number[] {
    return x.shape;
  }

  override forward(x: Tensor): Tensor {
    const { p } = this;
    if (!this.training || p === 0) return x;
    if (p === 1) return x.mul(0);
    const { dtype, device } = x;
    const shape = this.maskOf(x);
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

/** Whole channels at a time. */
abstract class ChannelDropout extends Dropout {
  /** Axes of a sample behind its channels. */
  protected abstract readonly axes: number;

  protected override maskOf(x: Tensor): readonly number[] {
    const { axes } = this;
    if (x.ndim !== axes + 1 && x.ndim !== axes + 2) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: `an input of shape [${x.shape.join(", ")}]`,
        expected: `[batch, channels, ${axes === 1 ? "length" : "height, width"}]`,
      });
    }
    return x.shape.map((size, axis) => (axis < x.ndim - axes ? size : 1));
  }
}

/** In training each channel of each sample is 0 with probability p: [batch, channels, length]. @source torch.nn.Dropout1d */
export class Dropout1d extends ChannelDropout {
  static override readonly name: string = "Dropout1d";

  protected override get axes(): number {
    return 1;
  }
}

/** In training each channel of each sample is 0 with probability p: [batch, channels, height, width]. @source torch.nn.Dropout2d */
export class Dropout2d extends ChannelDropout {
  static override readonly name: string = "Dropout2d";

  protected override get axes(): number {
    return 2;
  }
}
