import { Dropout1d, Dropout2d } from "../layers/dropout.js";
import { InstanceNorm1d, InstanceNorm2d } from "../layers/instance-norm.js";
import * as more from "../layers/more-activations.js";
import { RMSNorm } from "../layers/normalization.js";
import * as pads from "../layers/padding.js";
import {
  AdaptiveAvgPool1d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  MaxPool1d,
} from "../layers/pooling.js";
import { PixelShuffle, PixelUnshuffle, Upsample } from "../layers/resampling.js";
import { ConvTranspose1d, ConvTranspose2d } from "../layers/transposed-convolution.js";
import type { Builders, Settings } from "./settings.js";

function windows(s: Settings) {
  return { stride: s.numbers("stride"), padding: s.numbers("padding"), ceilMode: s.flag("ceilMode") };
}

function transposed(s: Settings) {
  const steps = {
    stride: s.list("stride"),
    padding: s.list("padding"),
    outputPadding: s.list("outputPadding"),
  };
  const rest = { dilation: s.list("dilation"), groups: s.number("groups"), bias: s.has("bias") };
  const channels = [s.number("inChannels"), s.number("outChannels"), s.list("kernelSize")] as const;
  return [...channels, { ...steps, ...rest }] as const;
}

function instanceNorm(s: Settings) {
  const momentum = s.values.momentum === undefined ? {} : { momentum: s.number("momentum") };
  const flags = { affine: s.flag("affine"), trackRunningStats: s.flag("trackRunningStats", false) };
  return [s.number("numFeatures"), { eps: s.number("eps"), ...momentum, ...flags }] as const;
}

/** How layers that are seldom needed are made from their settings. */
export const moreBuilders: Builders = {
  ConvTranspose1d: (s) => new ConvTranspose1d(...transposed(s)),
  ConvTranspose2d: (s) => new ConvTranspose2d(...transposed(s)),
  MaxPool1d: (s) =>
    new MaxPool1d(s.numbers("kernelSize"), { ...windows(s), dilation: s.numbers("dilation") }),
  AvgPool1d: (s) =>
    new AvgPool1d(s.numbers("kernelSize"), { ...windows(s), countIncludePad: s.flag("countIncludePad") }),
  AdaptiveAvgPool1d: (s) => new AdaptiveAvgPool1d(s.number("outputSize")),
  AdaptiveMaxPool1d: (s) => new AdaptiveMaxPool1d(s.number("outputSize")),
  AdaptiveMaxPool2d: (s) => new AdaptiveMaxPool2d(s.numbers("outputSize")),
  InstanceNorm1d: (s) => new InstanceNorm1d(...instanceNorm(s)),
  InstanceNorm2d: (s) => new InstanceNorm2d(...instanceNorm(s)),
  RMSNorm: (s) =>
    new RMSNorm(s.list("normalizedShape"), { eps: s.optional("eps"), elementwiseAffine: s.has("weight") }),
  Dropout1d: (s) => new Dropout1d(s.number("p")),
  Dropout2d: (s) => new Dropout2d(s.number("p")),
  Upsample: (s) => {
    const size = s.values.size === null ? {} : { size: s.numbers("size") };
    const factor = s.values.scaleFactor === null ? {} : { scaleFactor: s.numbers("scaleFactor") };
    const corners = s.values.alignCorners === null ? {} : { alignCorners: s.flag("alignCorners") };
    return new Upsample({
      ...size,
      ...factor,
      ...corners,
      mode: s.word("mode", ["nearest", "bilinear"] as const),
    });
  },
  PixelShuffle: (s) => new PixelShuffle(s.number("upscaleFactor")),
  PixelUnshuffle: (s) => new PixelUnshuffle(s.number("downscaleFactor")),
  ConstantPad1d: (s) => new pads.ConstantPad1d(s.list("padding"), s.number("value")),
  ConstantPad2d: (s) => new pads.ConstantPad2d(s.list("padding"), s.number("value")),
  ZeroPad2d: (s) => new pads.ZeroPad2d(s.list("padding")),
  ReflectionPad1d: (s) => new pads.ReflectionPad1d(s.list("padding")),
  ReflectionPad2d: (s) => new pads.ReflectionPad2d(s.list("padding")),
  ReplicationPad1d: (s) => new pads.ReplicationPad1d(s.list("padding")),
  ReplicationPad2d: (s) => new pads.ReplicationPad2d(s.list("padding")),
  PReLU: (s) => new more.PReLU({ numParameters: s.number("slopes") }),
  SELU: () => new more.SELU(),
  CELU: (s) => new more.CELU(s.number("alpha")),
  LogSigmoid: () => new more.LogSigmoid(),
  Mish: () => new more.Mish(),
  Softsign: () => new more.Softsign(),
  Hardtanh: (s) => new more.Hardtanh(s.number("minVal"), s.number("maxVal")),
  ReLU6: () => new more.ReLU6(),
  Hardsigmoid: () => new more.Hardsigmoid(),
  Hardswish: () => new more.Hardswish(),
  Hardshrink: (s) => new more.Hardshrink(s.number("lambda")),
  Softshrink: (s) => new more.Softshrink(s.number("lambda")),
  Tanhshrink: () => new more.Tanhshrink(),
  Threshold: (s) => new more.Threshold(s.number("above"), s.number("value")),
  GLU: (s) => new more.GLU(s.number("dim")),
  Softmin: (s) => new more.Softmin(s.number("dim")),
};
