import {
  FileError,
  type Preparation,
  preparationFor,
  recognizeFormat,
  safetensors,
  wrongFormat,
} from "@mnist/data";
import { type Module, skipInit } from "@mnist/nn";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import { MnistError, type Tensor } from "@mnist/tensor";
import { withinElements } from "@mnist/tensor/internal";
import type { Calibration } from "./calibration/calibrate.js";
import type { ConfidenceMap } from "./calibration/fit-confidence.js";
import type { ModelSettings, Recipe, RecipeName } from "./recipes/recipe.js";
import { recipes } from "./recipes/recipes.js";
import { Checked } from "./state/checked.js";
import type { Fingerprint } from "./state/fingerprint.js";
import { writeJson } from "./state/json.js";

/** What a model file says about the run it came from. */
export interface AboutModel {
  readonly dataset: string;
  readonly seed: number;
  /** On the validation set, 0..1; null where it was not measured. */
  readonly accuracy: number | null;
  /** What the run was begun with, as `learner.fingerprint()` tells it. */
  readonly run?: Fingerprint;
}

/** A recipe's model with its weights. */
export interface TrainedModel<Name extends string = RecipeName> {
  readonly recipe: Recipe<Name>;
  readonly settings: ModelSettings;
  readonly model: Module;
  /** How pictures are brought to 28×28 before it reads them. @default as the classes' names suggest, see `preparationFor` */
  readonly preparation?: Preparation;
  /** What its answers are worth, see `calibrate`; without it the temperature is 1. */
  readonly calibration?: Calibration;
  readonly about: AboutModel;
}

const format = "mnist-recipe-2";
/** That of files which carry no digest. */
const formerFormat = "mnist-recipe-1";

/** The model as one safetensors file: its weights, and as metadata what is needed to build it anew. */
export async function serializeModel(trained: TrainedModel<string>): Promise<Uint8Array> {
  const { recipe, settings, model, calibration, about } = trained;
  const { hidden, deeper = [], rawPixels, dropout = 0 } = settings;
  const metadata = {
    format,
    recipe: recipe.name,
    classes: writeJson(recipe.classes),
    settings: writeJson({
      hidden,
      ...(deeper.length > 0 && { deeper }),
      rawPixels,
      ...(dropout > 0 && { dropout }),
    }),
    preparation: preparationFor(recipe.classes, trained.preparation),
    ...(calibration && { calibration: writeJson(calibration) }),
    about: writeJson(about),
  };
  return saveSafetensors(model.stateDict(), metadata);
}

/**
 * Builds the model that `serializeModel` wrote. `own` are recipes beside the notes'.
 *
 * @throws FileError where the bytes are not such a file, are not what was written, or claim more than they hold;
 * where no recipe has the name that they say.
 */
export function deserializeModel<Name extends string = never>(
  bytes: Uint8Array,
  name = "model",
  own: readonly Recipe<Name>[] = [],
): TrainedModel<Name | RecipeName> {
  const kind = recognizeFormat(bytes, name);
  if (kind !== undefined && kind !== safetensors) throw wrongFormat(name, bytes, "model");
  const { tensors, metadata, isSealed } = loadSafetensors(bytes, name);
  const known = [...own, ...Object.values(recipes)].find((each) => each.name === metadata.recipe);
  if (
    known === undefined ||
    !(metadata.format === formerFormat || (metadata.format === format && isSealed))
  ) {
    const isExport = metadata.format === "pt" && known !== undefined;
    throw new FileError({
      file: name,
      got: isExport
        ? "weights alone, as they are exported for PyTorch"
        : "a safetensors file that no recipe wrote",
      expected: "one from mnist train … --out, whose metadata names its recipe",
      ...(isExport && { hint: "Name the run or the file that they were exported from." }),
    });
  }
  const field = (key: string): Checked => Checked.parse(metadata[key], name, key);
  const classes = metadata.classes === undefined ? null : field("classes").list();
  const settings = field("settings");
  const [deeper, dropout] = [settings.at("deeper"), settings.at("dropout")];
  // A layer has a weight at least, so that a list of more is not even begun.
  const layers = Object.keys(tensors).length;
  if (deeper.value !== undefined && deeper.list().length > layers)
    deeper.refuse(`at most ${layers} sizes, as the file holds no more tensors`);
  const shape: ModelSettings = {
    hidden: settings.at("hidden").whole(0), // 0 where the recipe has no hidden layer
    ...(deeper.value !== undefined && { deeper: deeper.list().map((each) => each.whole(1)) }),
    rawPixels: settings.at("rawPixels").flag(),
    ...(dropout.value !== undefined && { dropout: dropout.finite() }),
  };
  const { recipe, model } = fitting(name, tensors, () => {
    const recipe = classes === null ? known : known.of(classes.map((each) => each.text()));
    return { recipe, model: skipInit(() => recipe.model(shape)) };
  });
  const asked =
    metadata.preparation === "resize" || metadata.preparation === "digit" ? metadata.preparation : undefined;
  const preparation = preparationFor(recipe.classes, asked);
  const calibration = metadata.calibration === undefined ? null : toCalibration(field("calibration"));
  return {
    recipe,
    settings: shape,
    model,
    preparation,
    ...(calibration && { calibration }),
    about: toAbout(field("about")),
  };
}

/** Drafts of weights that are made beside them. */
const drafts = 8;
const smallest = 2 ** 16;

/** The model with the file's weights, made of no more than the file can fill. */
function fitting<M extends { readonly model: Module }>(
  file: string,
  tensors: Readonly<Record<string, Tensor>>,
  make: () => M,
): M {
  const held = Object.values(tensors).reduce((sum, each) => sum + each.numel(), 0);
  try {
    const made = withinElements(smallest + drafts * held, make);
    made.model.loadStateDict(tensors);
    made.model.eval();
    return made;
  } catch (cause) {
    // Of layers upon layers the stack may be too small for.
    if (!(cause instanceof MnistError || cause instanceof RangeError)) throw cause;
    const got = `weights that are not those of the model it describes (${cause.message})`;
    throw new FileError({ file, got, expected: "one for each of the model's, of its shape" }, { cause });
  }
}

function toCalibration(calibration: Checked): Calibration {
  const confidence = calibration.at("confidence");
  return {
    temperature: calibration.at("temperature").above0(),
    ...(confidence.value !== undefined && { confidence: toConfidence(confidence) }),
    leastEvidence: calibration.at("leastEvidence").finite(),
  };
}

function toConfidence(confidence: Checked): ConfidenceMap {
  return { slope: confidence.at("slope").above0(), offset: confidence.at("offset").finite() };
}

function toAbout(about: Checked): AboutModel {
  const [accuracy, run] = [about.at("accuracy"), about.at("run")];
  return {
    dataset: about.at("dataset").text(),
    seed: about.at("seed").number(),
    accuracy: accuracy.value === null ? null : accuracy.number(),
    ...(run.value !== undefined && { run: run.record() }),
  };
}
