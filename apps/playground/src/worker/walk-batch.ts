import { describeGraph, grad } from "@mnist/autograd";
import { ImageDataset } from "@mnist/data";
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  GELU,
  Linear,
  type Module,
  ReLU,
  Sigmoid,
  Tanh,
  Unflatten,
} from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import { floats, inUse, layersOf } from "./network.js";
import type { Step, Walk } from "./protocol.js";
import type { RunSettings, Slot } from "./run-settings.js";
import type { Session } from "./session.js";

/** Layers by their names, which a minifier would take away. */
const names: readonly (readonly [kind: abstract new (...given: never[]) => Module, name: string])[] = [
  [Linear, "Linear"],
  [Conv2d, "Conv2d"],
  [BatchNorm2d, "BatchNorm2d"],
  [ReLU, "ReLU"],
  [Tanh, "Tanh"],
  [Sigmoid, "Sigmoid"],
  [GELU, "GELU"],
  [Dropout, "Dropout"],
  [Flatten, "Flatten"],
  [Unflatten, "Unflatten"],
];

function nameOf(layer: Module): string {
  return names.find(([kind]) => layer instanceof kind)?.[1] ?? "one layer";
}

/** One batch forward and backward: each layer's answers, and the loss's gradient by them. */
export async function walkBatch(
  session: Session,
  slot: Slot,
  settings: RunSettings,
  count: number,
): Promise<Walk | null> {
  const network = session.networks.get(slot);
  const images = await session.checks(slot, settings, new AbortController().signal);
  if (network === undefined || images === null) return null;
  const { model, recipe } = network.trained;
  const dataset = new ImageDataset(images, { ...recipe.imageOptions, rawPixels: settings.rawPixels });
  const stride = Math.max(Math.floor(images.labels.length / count), 1);
  const [input, target] = dataset.batch(Int32Array.from({ length: count }, (_, i) => i * stride));
  const passed: { name: string; tensor: Tensor }[] = [];
  const loss = inUse(model, () => {
    const output = layersOf(model).reduce((x: Tensor, layer) => {
      const after = layer(x);
      passed.push({ name: nameOf(layer), tensor: after });
      return after;
    }, input);
    return recipe.lossFunction(output, target);
  });
  const graph = describeGraph(loss, { names: Object.fromEntries(model.namedParameters()) });
  const gradients = grad(
    loss,
    passed.map(({ tensor }) => tensor),
    { allowUnused: true },
  );
  const steps: Step[] = [{ name: "input", shape: input.shape, values: await floats(input), gradient: null }];
  for (const [place, { name, tensor }] of passed.entries()) {
    const gradient = gradients[place];
    steps.push({
      name,
      shape: tensor.shape,
      values: await floats(tensor),
      gradient: gradient === undefined ? null : await floats(gradient),
    });
  }
  return { steps, loss: await loss.item(), graph };
}
