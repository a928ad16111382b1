import { ArgumentError, type PerAxis } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import { printSettings, type Setting } from "../describe-module.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { type BiasOptions, drawWeights } from "./linear.js";

/** One number for every axis, or one for each. */
export function spread(value: PerAxis, rank: number): readonly number[] {
  return typeof value === "number" ? new Array<number>(rank).fill(value) : value;
}

/** @throws ArgumentError unless the groups divide the channels that go in and those that come out */
function checkGroups(operation: string, inChannels: number, outChannels: number, groups: number): void {
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new ArgumentError({
    operation,
    got: `${inChannels} channels in, ${outChannels} out and ${groups} groups`,
    expected: "groups that divide both",
  });
}

/** @throws ArgumentError for a kernel without taps */
function checkKernel(operation: string, kernelSize: readonly number[]): void {
  if (kernelSize.every((size) => Number.isInteger(size) && size > 0)) return;
  throw new ArgumentError({
    operation,
    got: `kernelSize ${shown(kernelSize)}`,
    expected: "whole numbers from 1 up",
  });
}

interface KernelOptions extends BiasOptions {
  readonly stride?: PerAxis;
  readonly dilation?: PerAxis;
  readonly groups?: number;
}

/** What all convolutions share: settings for each axis, and weights drawn as PyTorch draws them. */
export abstract class KernelLayer extends Module {
  readonly weight: Parameter;
  /** [outChannels]. */
  readonly bias: Parameter | null;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  abstract readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly groups: number;

  constructor(
    kernelSize: readonly number[],
    readonly inChannels: number,
    readonly outChannels: number,
    { stride = 1, dilation = 1, groups = 1, bias = true }: KernelOptions,
    isTransposed = false,
  ) {
    super();
    checkKernel(new.target.name, kernelSize);
    checkGroups(new.target.name, inChannels, outChannels, groups);
    this.kernelSize = kernelSize;
    this.stride = spread(stride, kernelSize.length);
    this.dilation = spread(dilation, kernelSize.length);
    this.groups = groups;
    const channels = isTransposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    const drawn = drawWeights([...channels, ...kernelSize], bias, outChannels);
    this.weight = drawn.weight;
    this.bias = drawn.bias;
  }

  /** The settings that are not the usual ones, as PyTorch prints them. */
  protected describe(more: Readonly<Record<string, Setting>> = {}): string {
    const { inChannels, outChannels, kernelSize, stride, padding, dilation, groups } = this;
    const named: Record<string, Setting> = { kernel_size: kernelSize, stride };
    if (typeof padding === "string" || padding.some((size) => size !== 0)) named.padding = padding;
    if (dilation.some((step) => step !== 1)) named.dilation = dilation;
    const { output_padding, ...others } = more;
    if (output_padding !== undefined) named.output_padding = output_padding;
    if (groups !== 1) named.groups = groups;
    if (this.bias === null) named.bias = false;
    return printSettings([inChannels, outChannels], { ...named, ...others });
  }
}
