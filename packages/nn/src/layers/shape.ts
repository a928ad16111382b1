import type { Shape, Tensor } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";

/** Joins the axes from startDim to endDim, all but the batch unless said. @source torch.nn.Flatten */
export class Flatten extends Module {
  static override readonly name: string = "Flatten";

  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return x.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return printSettings([], { start_dim: this.startDim, end_dim: this.endDim });
  }
}

/** Cuts one axis into several, one of whose sizes may be −1. @source torch.nn.Unflatten */
export class Unflatten extends Module {
  static override readonly name: string = "Unflatten";

  constructor(
    readonly dim: number,
    readonly unflattenedSize: Shape,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return x.unflatten(this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return printSettings([], { dim: this.dim, unflattened_size: this.unflattenedSize });
  }
}

/** x itself. @source torch.nn.Identity */
export class Identity extends Module {
  static override readonly name: string = "Identity";

  override forward(x: Tensor): Tensor {
    return x;
  }
}
