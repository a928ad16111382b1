import { ArgumentError, type InterpolationOptions, interpolate, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, pythonFloat, type Setting } from "../describe-module.js";
import { Module } from "../module.js";
import { refuseInput } from "../refuse-input.js";

/** Pictures made larger or smaller: [batch, channels, height, width] → [batch, channels, …size]. @source torch.nn.Upsample */
export class Upsample extends Module {
  static override readonly name: string = "Upsample";

  readonly size: number | readonly number[] | null;
  readonly scaleFactor: number | readonly number[] | null;
  readonly mode: "nearest" | "bilinear";
  readonly alignCorners: boolean | null;

  constructor(options: InterpolationOptions = {}) {
    super();
    checkOptions("Upsample", options, { size: null, scaleFactor: null, mode: null, alignCorners: null });
    const { size, scaleFactor, mode = "nearest", alignCorners } = options;
    if (size !== undefined && scaleFactor !== undefined) {
      throw new ArgumentError({
        operation: "Upsample",
        got: "a size and a scaleFactor",
        expected: "one of the two",
      });
    }
    this.size = size ?? null;
    this.scaleFactor = scaleFactor ?? null;
    this.mode = mode;
    this.alignCorners = alignCorners ?? null;
  }

  override forward(x: Tensor): Tensor {
    const { size, scaleFactor, mode, alignCorners } = this;
    return interpolate(x, {
      mode,
      ...(size !== null && { size }),
      ...(scaleFactor !== null && { scaleFactor }),
      ...(alignCorners !== null && { alignCorners }),
    });
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode } = this;
    const floats = (value: number | readonly number[]): Setting =>
      typeof value === "number" ? pythonFloat(value) : value.map(pythonFloat);
    const named: Record<string, Setting> =
      scaleFactor === null ? { size } : { scale_factor: floats(scaleFactor) };
    return printSettings([], { ...named, mode });
  }
}

function checkFactor(operation: string, factor: number): void {
  if (Number.isInteger(factor) && factor > 0) return;
  throw new ArgumentError({ operation, got: `a factor of ${factor}`, expected: "a whole number from 1 up" });
}

/**
 * Channels laid out as pixels: [batch, channels · r², height, width] → [batch, channels, height · r, width · r].
 *
 * @throws ShapeError where r² does not divide the channels.
 * @source torch.nn.functional.pixel_shuffle
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  checkFactor("pixelShuffle", upscaleFactor);
  const r = upscaleFactor;
  const [channels, height, width] = x.shape.slice(-3) as [number, number, number];
  if (x.ndim < 3 || channels % r ** 2 !== 0) {
    refuseInput("pixelShuffle", x, `channels that ${r ** 2} divides: [batch, channels, height, width]`);
  }
  const lead = x.shape.slice(0, -3);
  const n = lead.length;
  const parts = x.reshape([...lead, channels / r ** 2, r, r, height, width]);
  const laid = parts.permute([...lead.keys(), n, n + 3, n + 1, n + 4, n + 2]);
  return laid.reshape([...lead, channels / r ** 2, height * r, width * r]);
}

/**
 * Pixels laid out as channels: [batch, channels, height · r, width · r] → [batch, channels · r², height, width].
 *
 * @throws ShapeError where r does not divide height and width.
 * @source torch.nn.functional.pixel_unshuffle
 */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  checkFactor("pixelUnshuffle", downscaleFactor);
  const r = downscaleFactor;
  const [channels, height, width] = x.shape.slice(-3) as [number, number, number];
  if (x.ndim < 3 || height % r !== 0 || width % r !== 0) {
    refuseInput("pixelUnshuffle", x, `a height and a width that ${r} divides`);
  }
  const lead = x.shape.slice(0, -3);
  const n = lead.length;
  const parts = x.reshape([...lead, channels, height / r, r, width / r, r]);
  const gathered = parts.permute([...lead.keys(), n, n + 2, n + 4, n + 1, n + 3]);
  return gathered.reshape([...lead, channels * r ** 2, height / r, width / r]);
}

/** Channels laid out as pixels; see {@link pixelShuffle}. @source torch.nn.PixelShuffle */
export class PixelShuffle extends Module {
  static override readonly name: string = "PixelShuffle";

  constructor(readonly upscaleFactor: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return printSettings([], { upscale_factor: this.upscaleFactor });
  }
}

/** Pixels laid out as channels; see {@link pixelUnshuffle}. @source torch.nn.PixelUnshuffle */
export class PixelUnshuffle extends Module {
  static override readonly name: string = "PixelUnshuffle";

  constructor(readonly downscaleFactor: number) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.downscaleFactor);
  }

  override extraRepr(): string {
    return printSettings([], { downscale_factor: this.downscaleFactor });
  }
}
