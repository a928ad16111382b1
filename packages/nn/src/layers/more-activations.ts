import {
  ArgumentError,
  celu,
  full,
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  logSigmoid,
  mish,
  prelu,
  relu6,
  selu,
  softmin,
  softshrink,
  softsign,
  type Tensor,
  tanhshrink,
  threshold,
} from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, pythonFloat } from "../describe-module.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface PReLUOptions {
  /** One slope for all channels, or one for each. */
  readonly numParameters?: number;
  /** The slope to begin with. */
  readonly init?: number;
}

/** x where x > 0, a learned slope times x elsewhere; channels are axis 1. @source torch.nn.PReLU */
export class PReLU extends Module {
  static override readonly name: string = "PReLU";

  /** The slopes, [numParameters]. */
  readonly weight: Parameter;
  readonly slopes: number;

  constructor(options: PReLUOptions = {}) {
    super();
    checkOptions("PReLU", options, { numParameters: null, init: null });
    const { numParameters = 1, init = 0.25 } = options;
    this.slopes = numParameters;
    this.weight = new Parameter(full([numParameters], init));
  }

  override forward(x: Tensor): Tensor {
    return prelu(x, this.weight);
  }

  override extraRepr(): string {
    return printSettings([], { num_parameters: this.slopes });
  }
}

/** scale·(max(0, x) + min(0, alpha·(eˣ − 1))), which keeps mean 0 and variance 1. @source torch.nn.SELU */
export class SELU extends Module {
  static override readonly name: string = "SELU";

  override forward(x: Tensor): Tensor {
    return selu(x);
  }
}

/** x where x > 0, alpha·(e^(x/alpha) − 1) elsewhere. @source torch.nn.CELU */
export class CELU extends Module {
  static override readonly name: string = "CELU";

  constructor(readonly alpha = 1) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return celu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${pythonFloat(this.alpha)}`;
  }
}

/** −ln(1 + e⁻ˣ). @source torch.nn.LogSigmoid */
export class LogSigmoid extends Module {
  static override readonly name: string = "LogSigmoid";

  override forward(x: Tensor): Tensor {
    return logSigmoid(x);
  }
}

/** x·tanh(softplus(x)). @source torch.nn.Mish */
export class Mish extends Module {
  static override readonly name: string = "Mish";

  override forward(x: Tensor): Tensor {
    return mish(x);
  }
}

/** x / (1 + |x|). @source torch.nn.Softsign */
export class Softsign extends Module {
  static override readonly name: string = "Softsign";

  override forward(x: Tensor): Tensor {
    return softsign(x);
  }
}

/** x cut to the range from minVal to maxVal. @source torch.nn.Hardtanh */
export class Hardtanh extends Module {
  static override readonly name: string = "Hardtanh";

  constructor(
    readonly minVal = -1,
    readonly maxVal = 1,
  ) {
    super();
    if (maxVal > minVal) return;
    throw new ArgumentError({
      operation: "Hardtanh",
      got: `the range from ${minVal} to ${maxVal}`,
      expected: "a minVal below maxVal",
      ...(maxVal < minVal && { hint: `Try new Hardtanh(${maxVal}, ${minVal}).` }),
    });
  }

  override forward(x: Tensor): Tensor {
    return hardtanh(x, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return `min_val=${pythonFloat(this.minVal)}, max_val=${pythonFloat(this.maxVal)}`;
  }
}

/** x cut to 0..6. @source torch.nn.ReLU6 */
export class ReLU6 extends Module {
  static override readonly name: string = "ReLU6";

  override forward(x: Tensor): Tensor {
    return relu6(x);
  }
}

/** (x + 3) / 6 cut to 0..1. @source torch.nn.Hardsigmoid */
export class Hardsigmoid extends Module {
  static override readonly name: string = "Hardsigmoid";

  override forward(x: Tensor): Tensor {
    return hardsigmoid(x);
  }
}

/** x·hardsigmoid(x). @source torch.nn.Hardswish */
export class Hardswish extends Module {
  static override readonly name: string = "Hardswish";

  override forward(x: Tensor): Tensor {
    return hardswish(x);
  }
}

/** x where |x| > lambda, 0 elsewhere. @source torch.nn.Hardshrink */
export class Hardshrink extends Module {
  static override readonly name: string = "Hardshrink";

  constructor(readonly lambda = 0.5) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(x, this.lambda);
  }

  override extraRepr(): string {
    return printSettings([this.lambda]);
  }
}

/** x nearer to 0 by lambda, 0 within it. @source torch.nn.Softshrink */
export class Softshrink extends Module {
  static override readonly name: string = "Softshrink";

  constructor(readonly lambda = 0.5) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return softshrink(x, this.lambda);
  }

  override extraRepr(): string {
    return printSettings([this.lambda]);
  }
}

/** x − tanh(x). @source torch.nn.Tanhshrink */
export class Tanhshrink extends Module {
  static override readonly name: string = "Tanhshrink";

  override forward(x: Tensor): Tensor {
    return tanhshrink(x);
  }
}

/** x where it is above `above`, `value` elsewhere. @source torch.nn.Threshold */
export class Threshold extends Module {
  static override readonly name: string = "Threshold";

  constructor(
    readonly above: number,
    readonly value: number,
  ) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return threshold(x, this.above, this.value);
  }

  override extraRepr(): string {
    return printSettings([], { threshold: this.above, value: this.value });
  }
}

/** The first half of an axis times the sigmoid of the second. @source torch.nn.GLU */
export class GLU extends Module {
  static override readonly name: string = "GLU";

  constructor(readonly dim = -1) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return glu(x, this.dim);
  }

  override extraRepr(): string {
    return printSettings([], { dim: this.dim });
  }
}

/** e⁻ˣ / Σ e⁻ˣ along `dim`. @source torch.nn.Softmin */
export class Softmin extends Module {
  static override readonly name: string = "Softmin";

  constructor(readonly dim: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return softmin(x, this.dim);
  }

  override extraRepr(): string {
    return printSettings([], { dim: this.dim });
  }
}
