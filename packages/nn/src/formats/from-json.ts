import { DataError } from "@mnist/tensor";
import { checkOptions, withinElements } from "@mnist/tensor/internal";
import type { AnyModule } from "../any-module.js";
import type { Architecture, Setting } from "../describe-module.js";
import { asGiven } from "../given-order.js";
import * as activations from "../layers/activations.js";
import { BatchNorm1d, BatchNorm2d } from "../layers/batch-norm.js";
import { ModuleDict, ModuleList, Sequential } from "../layers/containers.js";
import { Conv1d, Conv2d, Conv3d } from "../layers/convolution.js";
import { Dropout } from "../layers/dropout.js";
import { Embedding } from "../layers/embedding.js";
import { Bilinear, Linear } from "../layers/linear.js";
import { GroupNorm, LayerNorm } from "../layers/normalization.js";
import { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "../layers/pooling.js";
import { Flatten, Identity, Unflatten } from "../layers/shape.js";
import { Module } from "../module.js";
import { moreBuilders } from "./more-builders.js";
import { sequenceBuilders, sequenceContainers } from "./sequence-builders.js";
import { type Builders, isRecord, readSetting, Settings, show } from "./settings.js";

function convolution(s: Settings) {
  const padding =
    typeof s.values.padding === "string" ? s.word("padding", ["same", "valid"] as const) : s.list("padding");
  return [
    s.number("inChannels"),
    s.number("outChannels"),
    s.list("kernelSize"),
    {
      stride: s.list("stride"),
      padding,
      dilation: s.list("dilation"),
      groups: s.number("groups"),
      bias: s.has("bias"),
      paddingMode: s.word("paddingMode", ["zeros", "reflect", "replicate", "circular"] as const, "zeros"),
    },
  ] as const;
}

function batchNorm(s: Settings) {
  const options = { eps: s.number("eps"), momentum: s.optional("momentum") };
  const flags = { affine: s.flag("affine"), trackRunningStats: s.flag("trackRunningStats") };
  return [s.number("numFeatures"), { ...options, ...flags }] as const;
}

function windows(s: Settings) {
  const ceilMode = s.flag("ceilMode", false);
  return { stride: s.numbers("stride"), padding: s.numbers("padding"), ceilMode };
}

const builders: Builders = {
  Linear: (s) => new Linear(s.number("inFeatures"), s.number("outFeatures"), { bias: s.has("bias") }),
  Bilinear: (s) =>
    new Bilinear(s.number("in1Features"), s.number("in2Features"), s.number("outFeatures"), {
      bias: s.has("bias"),
    }),
  Conv1d: (s) => new Conv1d(...convolution(s)),
  Conv2d: (s) => new Conv2d(...convolution(s)),
  Conv3d: (s) => new Conv3d(...convolution(s)),
  MaxPool2d: (s) =>
    new MaxPool2d(s.numbers("kernelSize"), { ...windows(s), dilation: s.numbers("dilation") }),
  AvgPool2d: (s) => {
    const divisor = s.values.divisorOverride == null ? {} : { divisorOverride: s.number("divisorOverride") };
    const options = { ...windows(s), countIncludePad: s.flag("countIncludePad"), ...divisor };
    return new AvgPool2d(s.numbers("kernelSize"), options);
  },
  AdaptiveAvgPool2d: (s) => new AdaptiveAvgPool2d(s.sizes("outputSize")),
  BatchNorm1d: (s) => new BatchNorm1d(...batchNorm(s)),
  BatchNorm2d: (s) => new BatchNorm2d(...batchNorm(s)),
  LayerNorm: (s) =>
    new LayerNorm(s.list("normalizedShape"), { eps: s.number("eps"), elementwiseAffine: s.has("weight") }),
  GroupNorm: (s) =>
    new GroupNorm(s.number("numGroups"), s.number("numChannels"), {
      eps: s.number("eps"),
      affine: s.has("weight"),
    }),
  Dropout: (s) => new Dropout(s.number("p")),
  Embedding: (s) => {
    const settings = s.values.normType === undefined ? {} : { normType: s.number("normType") };
    return new Embedding(s.number("numEmbeddings"), s.number("embeddingDim"), {
      paddingIdx: s.optional("paddingIdx"),
      maxNorm: s.values.maxNorm === undefined ? null : s.optional("maxNorm"),
      scaleGradByFreq: s.flag("scaleGradByFreq", false),
      ...settings,
    });
  },
  Flatten: (s) => new Flatten(s.number("startDim"), s.number("endDim")),
  Unflatten: (s) => new Unflatten(s.number("dim"), s.list("unflattenedSize")),
  Identity: () => new Identity(),
  ReLU: () => new activations.ReLU(),
  LeakyReLU: (s) => new activations.LeakyReLU(s.number("negativeSlope")),
  ELU: (s) => new activations.ELU(s.number("alpha")),
  GELU: (s) => new activations.GELU({ approximate: s.word("approximate", ["none", "tanh"] as const) }),
  SiLU: () => new activations.SiLU(),
  Sigmoid: () => new activations.Sigmoid(),
  Tanh: () => new activations.Tanh(),
  Softplus: (s) => new activations.Softplus({ beta: s.number("beta"), threshold: s.number("threshold") }),
  Softmax: (s) => new activations.Softmax(s.number("dim")),
  LogSoftmax: (s) => new activations.LogSoftmax(s.number("dim")),
  ...moreBuilders,
  ...sequenceBuilders,
};

/** The classes that are made of the modules in them, which `parts` has in their order. */
const containers = new Map<
  string,
  (
    settings: Settings,
    modules: Readonly<Record<string, Module>>,
    parts: ReadonlyMap<string, Module>,
  ) => AnyModule
>([
  ["Sequential", (_settings, _modules, parts) => new Sequential(parts)],
  ["ModuleList", (_settings, _modules, parts) => new ModuleList(parts.values())],
  ["ModuleDict", (_settings, _modules, parts) => new ModuleDict(parts)],
  ...Object.entries(sequenceContainers),
]);

/** Makes a module of one's own from its settings and the modules in it. */
export type BuildModule = (
  settings: Readonly<Record<string, Setting>>,
  modules: Readonly<Record<string, Module>>,
) => Module;

/** How much of an architecture is believed. */
export interface ArchitectureLimits {
  /** The most elements that may be made for its weights, drafts included. @default 2²⁷, half a gigabyte */
  readonly maximumElements?: number;
  /** How deep modules may lie in one another. @default 100 */
  readonly maximumDepth?: number;
  /** The most modules. @default 10,000 */
  readonly maximumModules?: number;
}

/** The modules of one architecture being made. */
class Building {
  #modules = 0;
  readonly #made = new Map<string, Module>();

  constructor(
    readonly own: Readonly<Record<string, BuildModule>>,
    readonly limits: Required<Omit<ArchitectureLimits, "maximumElements">>,
  ) {}

  /** @throws DataError saying which module, by its place `0.1`, is none or cannot be made. */
  build(value: unknown, place: string, depth: number): Module {
    const made = this.#make(value, place, depth);
    this.#made.set(place, made);
    return made;
  }

  #make(value: unknown, place: string, depth: number): Module {
    const { maximumDepth, maximumModules } = this.limits;
    if (depth > maximumDepth) this.#refuse(place, `modules ${depth} deep`, `at most ${maximumDepth}`);
    if (++this.#modules > maximumModules)
      this.#refuse(place, `more than ${maximumModules} modules`, "at most maximumModules");
    const { type, settings: given, modules, order, sameAs } = isRecord(value) ? value : {};
    if (typeof type !== "string" || !isRecord(given) || !isRecord(modules))
      return this.#refuse(place, show(value), "{ type, settings, modules } as toJSON writes it");
    if (sameAs !== undefined) {
      const shared = typeof sameAs === "string" ? this.#made.get(sameAs) : undefined;
      return shared ?? this.#refuse(place, `sameAs ${show(sameAs)}`, "the place of a module before it");
    }
    const settings = Object.fromEntries(
      Object.entries(given).map(([name, setting]) => [name, readSetting(setting)]),
    );
    const names = Array.isArray(order) ? order : Object.keys(modules);
    const parts = asGiven(Object.entries(modules), names).map(([name, part]): [string, Module] => [
      name,
      this.build(part, place === "" ? name : `${place}.${name}`, depth + 1),
    ]);
    if (Object.hasOwn(this.own, type))
      return this.own[type]!(settings as Readonly<Record<string, Setting>>, Object.fromEntries(parts));
    return this.#known(type, settings as Readonly<Record<string, Setting>>, parts, place);
  }

  #known(
    type: string,
    settings: Readonly<Record<string, Setting>>,
    parts: readonly (readonly [string, Module])[],
    place: string,
  ): Module {
    const make = Object.hasOwn(builders, type) ? builders[type] : containers.get(type);
    if (make === undefined) {
      const hint = `Try moduleFromJSON(architecture, { ${type}: (settings, modules) => new ${type}(…) }).`;
      const names = [...Object.keys(builders), ...containers.keys(), ...Object.keys(this.own)];
      return this.#refuse(place, `a module of class ${type}`, `one of ${names.join(", ")}`, { hint });
    }
    try {
      const made = make(new Settings(type, settings), Object.fromEntries(parts), new Map(parts));
      if (made instanceof Module) return made;
      throw new TypeError("it is no module");
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return this.#refuse(place, `a ${type} that cannot be made (${reason})`, "settings that it takes", {
        cause,
      });
    }
  }

  #refuse(
    place: string,
    got: string,
    expected: string,
    { hint, cause }: { readonly hint?: string; readonly cause?: unknown } = {},
  ): never {
    const operation = place === "" ? "moduleFromJSON" : `moduleFromJSON, module ${place}`;
    throw new DataError({ operation, got, expected, ...(hint !== undefined && { hint }) }, { cause });
  }
}

/**
 * The model that `toJSON` described, with new weights; a module that stood in several places is one again. `own` makes the
 * classes that are not of this package. What it says is held against limits before anything is made.
 *
 * @throws DataError for a class that neither knows, for settings that are not what a class takes, and beyond the limits.
 * @example
 * const model = moduleFromJSON(JSON.parse(JSON.stringify(new Sequential(new Linear(784, 10), new Softmax(1)))));
 * `${model[0]}` // "Linear(in_features=784, out_features=10, bias=True)"
 */
export function moduleFromJSON(
  architecture: Architecture,
  own: Readonly<Record<string, BuildModule>> = {},
  limits: ArchitectureLimits = {},
): Module {
  checkOptions("moduleFromJSON", limits, { maximumElements: null, maximumDepth: null, maximumModules: null });
  const { maximumElements = 2 ** 27, maximumDepth = 100, maximumModules = 10_000 } = limits;
  const building = new Building(own, { maximumDepth, maximumModules });
  return withinElements(maximumElements, () => building.build(architecture, "", 1));
}
