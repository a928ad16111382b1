import { LinearClassifier } from "@mnist/learner";
import { type Conv2d, Linear, type Module } from "@mnist/nn";
import { floats, learningLayers, type Network } from "./network.js";
import type { LayerLook, Look } from "./protocol.js";
import type { Slot } from "./run-settings.js";

/** The weights that a picture meets first: [units, pixels] or [channels, 1, height, width]. */
export async function firstWeights(model: Module): Promise<Float32Array | null> {
  if (model instanceof LinearClassifier) return floats(model.weights);
  const [first] = learningLayers(model);
  return first === undefined ? null : floats(first.weight);
}

async function layerLook(layer: Linear | Conv2d): Promise<LayerLook> {
  const [name, kind] =
    layer instanceof Linear ? (["Linear", "dense"] as const) : (["Conv2d", "convolution"] as const);
  return { name, kind, shape: layer.weight.shape, weight: await floats(layer.weight) };
}

/** The network with its weights as they are now. */
export async function lookInside(slot: Slot, network: Network): Promise<Look> {
  const { trained, isTrained, isReady, start } = network;
  const { model, recipe, about } = trained;
  const layers =
    model instanceof LinearClassifier
      ? [
          {
            name: "one layer",
            kind: "dense" as const,
            shape: [1, 784],
            weight: await floats(model.weights),
          },
        ]
      : await Promise.all(learningLayers(model).map(layerLook));
  return {
    slot,
    recipe: recipe.name,
    classes: recipe.classes,
    parameters: model.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0),
    isTrained,
    about: { dataset: about.dataset, accuracy: about.accuracy, isReady },
    layers,
    start,
  };
}
