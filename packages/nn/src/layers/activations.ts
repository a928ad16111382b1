import type { Tensor } from "@mnist/tensor";
import { Module } from "../module.js";

/** max(x, 0). @source torch.nn.ReLU */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}

/** 1 / (1 + e⁻ˣ). @source torch.nn.Sigmoid */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}
