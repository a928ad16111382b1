import type { Tensor } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { checkProbability, dropout, dropout1d, dropout2d } from "../functional/dropout.js";
import { Module } from "../module.js";

/**
 * In training each element is 0 with probability p, and the others are divided by 1 − p; in use nothing changes. See
 * `dropout`.
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
    checkProbability("Dropout", p);
  }

  override forward(x: Tensor): Tensor {
    return dropout(x, this.p, this.training);
  }

  override extraRepr(): string {
    return printSettings([], { p: this.p, inplace: false });
  }
}

/** In training each channel of each sample is 0 with probability p: [batch, channels, length]. @source torch.nn.Dropout1d */
export class Dropout1d extends Dropout {
  static override readonly name: string = "Dropout1d";

  override forward(x: Tensor): Tensor {
    return dropout1d(x, this.p, this.training);
  }
}

/** In training each channel of each sample is 0 with probability p: [batch, channels, height, width]. @source torch.nn.Dropout2d */
export class Dropout2d extends Dropout {
  static override readonly name: string = "Dropout2d";

  override forward(x: Tensor): Tensor {
    return dropout2d(x, this.p, this.training);
  }
}
