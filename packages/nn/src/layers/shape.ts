import type { Tensor } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";

/** Joins the axes from startDim (1) to endDim (−1). @source torch.nn.Flatten */
export class Flatten extends Module {
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
