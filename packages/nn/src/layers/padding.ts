import { type PadOptions, pad, type Tensor } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";

/** What is added before and after each axis, the last axis first; one number for all sides. */
export type Sides = number | readonly number[];

/** What the layers that add a border share. */
abstract class Padding extends Module {
  readonly padding: readonly number[];

  constructor(axes: number, padding: Sides) {
    super();
    this.padding = typeof padding === "number" ? new Array<number>(2 * axes).fill(padding) : padding;
  }

  protected abstract readonly border: PadOptions;

  override forward(x: Tensor): Tensor {
    return pad(x, this.padding, this.border);
  }

  override extraRepr(): string {
    return printSettings([this.padding]);
  }
}

/** A border of one value around the last axis. @source torch.nn.ConstantPad1d */
export class ConstantPad1d extends Padding {
  static override readonly name: string = "ConstantPad1d";

  constructor(
    padding: Sides,
    readonly value: number,
  ) {
    super(1, padding);
  }

  protected override get border(): PadOptions {
    return { value: this.value };
  }

  override extraRepr(): string {
    return printSettings([], { padding: this.padding, value: this.value });
  }
}

/** A border of one value around the last two axes. @source torch.nn.ConstantPad2d */
export class ConstantPad2d extends Padding {
  static override readonly name: string = "ConstantPad2d";

  constructor(
    padding: Sides,
    readonly value: number,
  ) {
    super(2, padding);
  }

  protected override get border(): PadOptions {
    return { value: this.value };
  }

  override extraRepr(): string {
    return printSettings([], { padding: this.padding, value: this.value });
  }
}

/** A border of zeros around the last two axes. @source torch.nn.ZeroPad2d */
export class ZeroPad2d extends Padding {
  static override readonly name: string = "ZeroPad2d";

  constructor(padding: Sides) {
    super(2, padding);
  }

  protected override get border(): PadOptions {
    return { value: 0 };
  }
}

/** A border that mirrors the inside of the last axis. @source torch.nn.ReflectionPad1d */
export class ReflectionPad1d extends Padding {
  static override readonly name: string = "ReflectionPad1d";

  constructor(padding: Sides) {
    super(1, padding);
  }

  protected override get border(): PadOptions {
    return { mode: "reflect" };
  }
}

/** A border that mirrors the inside of the last two axes. @source torch.nn.ReflectionPad2d */
export class ReflectionPad2d extends Padding {
  static override readonly name: string = "ReflectionPad2d";

  constructor(padding: Sides) {
    super(2, padding);
  }

  protected override get border(): PadOptions {
    return { mode: "reflect" };
  }
}

/** A border of the last axis' ends. @source torch.nn.ReplicationPad1d */
export class ReplicationPad1d extends Padding {
  static override readonly name: string = "ReplicationPad1d";

  constructor(padding: Sides) {
    super(1, padding);
  }

  protected override get border(): PadOptions {
    return { mode: "replicate" };
  }
}

/** A border of the edges of the last two axes. @source torch.nn.ReplicationPad2d */
export class ReplicationPad2d extends Padding {
  static override readonly name: string = "ReplicationPad2d";

  constructor(padding: Sides) {
    super(2, padding);
  }

  protected override get border(): PadOptions {
    return { mode: "replicate" };
  }
}
