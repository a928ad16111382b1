import { loadSafetensors, type Module, saveSafetensors } from "@mnist/nn";
import { DataError } from "@mnist/tensor";
import type { ModelSettings, Recipe } from "./recipes/recipe.js";
import { recipes } from "./recipes/recipes.js";

/** What a model file says about the run it came from. */
export interface AboutModel {
  readonly dataset: string;
  readonly seed: number;
  /** On the validation set, 0..1; null where it was not measured. */
  readonly accuracy: number | null;
}

/** A recipe's model with its weights. */
export interface TrainedModel {
  readonly recipe: Recipe;
  readonly settings: ModelSettings;
  readonly model: Module;
  readonly about: AboutModel;
}

const format = "mnist-recipe-1";

/** The model as one safetensors file: its weights, and as metadata what is needed to build it anew. */
export async function serializeModel({ recipe, settings, model, about }: TrainedModel): Promise<Uint8Array> {
  const { hidden, rawPixels } = settings;
  const metadata = {
    format,
    recipe: recipe.name,
    classes: JSON.stringify(recipe.classes),
    settings: JSON.stringify({ hidden, rawPixels }),
    about: JSON.stringify(about),
  };
  return saveSafetensors(model.stateDict(), metadata);
}

/**
 * Builds the model that `serializeModel` wrote.
 *
 * @throws DataError where the bytes are not such a file.
 */
export function deserializeModel(bytes: Uint8Array, name = "model"): TrainedModel {
  const { tensors, metadata } = loadSafetensors(bytes, name);
  const known = Object.hasOwn(recipes, metadata.recipe ?? "")
    ? recipes[metadata.recipe as Recipe["name"]]
    : undefined;
  if (metadata.format !== format || known === undefined) {
    throw new DataError({
      operation: name,
      got: "a safetensors file that no recipe wrote",
      expected: "one from mnist train … --out, whose metadata names its recipe",
    });
  }
  const recipe = metadata.classes === undefined ? known : known.of(parse<string[]>(metadata.classes, name));
  const settings = parse<ModelSettings>(metadata.settings, name);
  const model = recipe.model(settings);
  model.loadStateDict(tensors);
  model.eval();
  return { recipe, settings, model, about: parse<AboutModel>(metadata.about, name) };
}

function parse<T>(text: string | undefined, name: string): T {
  try {
    return JSON.parse(text ?? "") as T;
  } catch (cause) {
    const complaint = {
      operation: name,
      got: "metadata that is not JSON",
      expected: "what mnist train … --out writes",
    };
    throw new DataError(complaint, { cause });
  }
}
