import { type Preparation, preparationFor, recognizeFormat, safetensors, wrongFormat } from "@mnist/data";
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
  /** How pictures are brought to 28×28 before it reads them. @default as the classes' names suggest, see `preparationFor` */
  readonly preparation?: Preparation;
  readonly about: AboutModel;
}

const format = "mnist-recipe-1";

/** The model as one safetensors file: its weights, and as metadata what is needed to build it anew. */
export async function serializeModel(trained: TrainedModel): Promise<Uint8Array> {
  const { recipe, settings, model, about } = trained;
  const { hidden, rawPixels } = settings;
  const metadata = {
    format,
    recipe: recipe.name,
    classes: JSON.stringify(recipe.classes),
    settings: JSON.stringify({ hidden, rawPixels }),
    preparation: preparationFor(recipe.classes, trained.preparation),
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
  const kind = recognizeFormat(bytes, name);
  if (kind !== undefined && kind !== safetensors) throw wrongFormat(name, bytes, "model");
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
  const asked =
    metadata.preparation === "resize" || metadata.preparation === "digit" ? metadata.preparation : undefined;
  const preparation = preparationFor(recipe.classes, asked);
  return { recipe, settings, model, preparation, about: parse<AboutModel>(metadata.about, name) };
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
