import {
  elu,
  type GELUApproximation,
  gelu,
  leakyRelu,
  type SoftplusOptions,
  silu,
  softplus,
  type Tensor,
} from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, pythonFloat } from "../describe-module.js";
import { Module } from "../module.js";

/** max(x, 0). @source torch.nn.ReLU */
export class ReLU extends Module {
  static override readonly name: string = "ReLU";

  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}

/** x where x > 0, slope·x elsewhere. @source torch.nn.LeakyReLU */
export class LeakyReLU extends Module {
  static override readonly name: string = "LeakyReLU";

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
  static override readonly name: string = "ELU";

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
  static override readonly name: string = "GELU";

  readonly approximate: GELUApproximation;

  constructor(options: { readonly approximate?: GELUApproximation } = {}) {
    super();
    checkOptions("GELU", options, { approximate: null });
    const { approximate = "none" } = options;
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
  static override readonly name: string = "SiLU";

  override forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/** 1 / (1 + e⁻ˣ). @source torch.nn.Sigmoid */
export class Sigmoid extends Module {
  static override readonly name: string = "Sigmoid";

  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/** The hyperbolic tangent. @source torch.nn.Tanh */
export class Tanh extends Module {
  static override readonly name: string = "Tanh";

  override forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

/** ln(1 + e^(beta·x)) / beta: a smooth max(x, 0). @source torch.nn.Softplus */
export class Softplus extends Module {
  static override readonly name: string = "Softplus";

  readonly beta: number;
  readonly threshold: number;

  constructor(options: SoftplusOptions = {}) {
    super();
    checkOptions("Softplus", options, { beta: null, threshold: null });
    const { beta = 1, threshold = 20 } = options;
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
  static override readonly name: string = "Softmax";

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
  static override readonly name: string = "LogSoftmax";

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
