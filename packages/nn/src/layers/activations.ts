import { type Tensor, where } from "@mnist/tensor";
import { printSettings, pythonFloat } from "../describe-module.js";
import { Module } from "../module.js";

/** x where x > 0, slope·x elsewhere. @source torch.nn.functional.leaky_relu */
export function leakyRelu(x: Tensor, negativeSlope = 0.01): Tensor {
  return where(x.gt(0), x, x.mul(negativeSlope));
}

/** x where x > 0, alpha·(eˣ − 1) elsewhere. @source torch.nn.functional.elu */
export function elu(x: Tensor, alpha = 1): Tensor {
  const isPositive = x.gt(0);
  return where(isPositive, x, where(isPositive, 0, x).expm1().mul(alpha));
}

/** How GELU's distribution function is computed: exactly, or by a hyperbolic tangent that is near it. */
export type GELUApproximation = "none" | "tanh";

/** x·Φ(x), Φ the standard normal distribution function. @source torch.nn.functional.gelu */
export function gelu(
  x: Tensor,
  { approximate = "none" }: { readonly approximate?: GELUApproximation } = {},
): Tensor {
  if (approximate === "none") return x.mul(0.5).mul(x.mul(Math.SQRT1_2).erf().add(1));
  const bent = x.mul(x.square().mul(0.044715).add(1)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(0.5).mul(bent.tanh().add(1));
}

/** x·sigmoid(x). @source torch.nn.functional.silu */
export function silu(x: Tensor): Tensor {
  return x.mul(x.sigmoid());
}

/** ln(1 + e^(beta·x)) / beta; x itself where beta·x > threshold. @source torch.nn.functional.softplus */
export function softplus(x: Tensor, { beta = 1, threshold = 20 }: SoftplusOptions = {}): Tensor {
  const scaled = beta === 1 ? x : x.mul(beta);
  const bent = scaled.maximum(0).add(scaled.abs().neg().exp().log1p());
  return where(scaled.gt(threshold), x, beta === 1 ? bent : bent.div(beta));
}

export interface SoftplusOptions {
  readonly beta?: number;
  /** Beyond it the function is its asymptote. */
  readonly threshold?: number;
}

/** max(x, 0). @source torch.nn.ReLU */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}

/** x where x > 0, slope·x elsewhere. @source torch.nn.LeakyReLU */
export class LeakyReLU extends Module {
  constructor(readonly negativeSlope = 0.01) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return printSettings([], { negative_slope: this.negativeSlope });
  }
}

/** x where x > 0, alpha·(eˣ − 1) elsewhere. @source torch.nn.ELU */
export class ELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return elu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${pythonFloat(this.alpha)}`;
  }
}

/** x·Φ(x), Φ the standard normal distribution function. @source torch.nn.GELU */
export class GELU extends Module {
  readonly approximate: GELUApproximation;

  constructor({ approximate = "none" }: { readonly approximate?: GELUApproximation } = {}) {
    super();
    this.approximate = approximate;
  }

  override forward(x: Tensor): Tensor {
    return gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/** x·sigmoid(x). @source torch.nn.SiLU */
export class SiLU extends Module {
  override forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/** 1 / (1 + e⁻ˣ). @source torch.nn.Sigmoid */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/** The hyperbolic tangent. @source torch.nn.Tanh */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

/** ln(1 + e^(beta·x)) / beta: a smooth max(x, 0). @source torch.nn.Softplus */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  constructor({ beta = 1, threshold = 20 }: SoftplusOptions = {}) {
    super();
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(x: Tensor): Tensor {
    return softplus(x, { beta: this.beta, threshold: this.threshold });
  }

  override extraRepr(): string {
    return printSettings([], { beta: this.beta, threshold: this.threshold });
  }
}

/** eˣ / Σ eˣ along `dim`. @source torch.nn.Softmax */
export class Softmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }

  override extraRepr(): string {
    return printSettings([], { dim: this.dim });
  }
}

/** ln softmax(x) along `dim`. @source torch.nn.LogSoftmax */
export class LogSoftmax extends Module {
  constructor(readonly dim: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }

  override extraRepr(): string {
    return printSettings([], { dim: this.dim });
  }
}
