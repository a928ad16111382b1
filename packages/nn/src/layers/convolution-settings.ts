import { ArgumentError, type PerAxis } from "@mnist/tensor";
import { printSettings, type Setting } from "../describe-module.js";
import type { Parameter } from "../parameter.js";

/** One number for every axis, or one for each. */
export function spread(value: PerAxis, rank: number): readonly number[] {
  return typeof value === "number" ? new Array<number>(rank).fill(value) : value;
}

/** @throws ArgumentError unless the groups divide the channels that go in and those that come out */
export function checkGroups(
  operation: string,
  inChannels: number,
  outChannels: number,
  groups: number,
): void {
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new ArgumentError({
    operation,
    got: `${inChannels} channels in, ${outChannels} out and ${groups} groups`,
    expected: "groups that divide both",
  });
}

/** What every convolution says of itself. */
interface ConvolutionSettings {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding?: readonly number[];
  readonly groups: number;
  readonly bias: Parameter | null;
  readonly paddingMode?: string;
}

/** The settings as PyTorch prints them: those that are not the usual ones. */
export function describeConvolution(settings: ConvolutionSettings): string {
  const { inChannels, outChannels, kernelSize, stride, padding, dilation, outputPadding } = settings;
  const named: Record<string, Setting> = { kernel_size: kernelSize, stride };
  if (typeof padding === "string" || padding.some((size) => size !== 0)) named.padding = padding;
  if (dilation.some((step) => step !== 1)) named.dilation = dilation;
  if (outputPadding?.some((size) => size !== 0)) named.output_padding = outputPadding;
  if (settings.groups !== 1) named.groups = settings.groups;
  if (settings.bias === null) named.bias = false;
  if ((settings.paddingMode ?? "zeros") !== "zeros") named.padding_mode = settings.paddingMode!;
  return printSettings([inChannels, outChannels], named);
}
