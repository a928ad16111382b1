import { FileError, recognizeFormat, safetensors, wrongFormat } from "@mnist/data";
import type { StateDict } from "@mnist/nn";
import { loadSafetensors } from "@mnist/nn/formats";
import type { Tensor } from "@mnist/tensor";
import type { AnyTraining } from "../training.js";
import { Checked } from "./checked.js";
import { between, type Difference, type Fingerprint, inWords } from "./fingerprint.js";
import type { Json } from "./json.js";
import { checkModel } from "./restore-state.js";
import { named, type StateFile } from "./state-file.js";

const prefix = "model.";
/** What weights mean, which their shapes do not tell. */
const meaning = ["classes", "rawPixels"];
const telling = ["recipe", "hidden", ...meaning];

/** A model whose weights mean something else, or have other shapes, than those of the training that is to start from them. */
export class DifferentModelError extends FileError {
  static override readonly name: string = "DifferentModelError";

  constructor(
    file: string,
    /** What of the saved model is not as the training asks. */
    readonly differences: readonly Difference[],
    options?: ErrorOptions,
  ) {
    const got = `a model with ${inWords(differences)}`;
    const hint = "Train as it was trained, or start from another.";
    super({ file, got, expected: "one like that of this training", hint }, options);
  }
}

/** Weights, and what their file says of them by the names of a run's fingerprint. */
interface SavedModel {
  readonly weights: StateDict;
  readonly about: Fingerprint;
}

/** The model of a training state, or of a file that holds one alone. */
function modelIn({ name, bytes }: StateFile): SavedModel {
  const kind = recognizeFormat(bytes, name);
  if (kind !== undefined && kind !== safetensors) throw wrongFormat(name, bytes, "model");
  const { tensors, metadata } = loadSafetensors(bytes, name);
  const field = (key: string): Checked => Checked.parse(metadata[key], name, key);
  if (Object.hasOwn(metadata, "fit")) {
    const ofModel = Object.entries(tensors).filter(([key]) => key.startsWith(prefix));
    const weights = Object.fromEntries(ofModel.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
    return { weights, about: metadata.run === undefined ? {} : field("run").record() };
  }
  const { recipe } = metadata;
  const about: Record<string, Json> = recipe === undefined ? {} : { recipe };
  if (metadata.settings !== undefined) {
    const { hidden = 0, deeper, rawPixels = false } = field("settings").record();
    Object.assign(about, { rawPixels, hidden: deeper === undefined ? hidden : [hidden, deeper].flat() });
  }
  if (metadata.classes !== undefined)
    about.classes = field("classes")
      .list()
      .map((each) => each.text());
  return { weights: tensors, about };
}

/** What both tell of a model, where it is not the same. */
function differing(saved: Fingerprint, asked: Fingerprint): Difference[] {
  const both = telling.filter((name) => Object.hasOwn(saved, name) && Object.hasOwn(asked, name));
  const only = (from: Fingerprint): Fingerprint =>
    Object.fromEntries(both.map((name) => [name, from[name]!]));
  return between(only(saved), only(asked));
}

/** The first weight that one of two models lacks, or has in another shape. */
function otherWeight(saved: Readonly<StateDict>, asked: Readonly<StateDict>): Difference[] {
  const shown = (weight?: Tensor) => (weight ? `${weight.dtype} [${weight.shape.join(", ")}]` : null);
  return Object.keys({ ...asked, ...saved })
    .map((name) => ({ name, saved: shown(saved[name]), asked: shown(asked[name]) }))
    .filter(({ saved, asked }) => saved !== asked)
    .slice(0, 1);
}

/**
 * Takes a model's weights from a file and forgets the optimiser. `run` is what the training was told of itself.
 *
 * @throws DifferentModelError where they are another model's, or the file says that it has other classes or other pixels.
 */
export function startFrom(learner: AnyTraining, file: StateFile | Uint8Array, run: Fingerprint): void {
  const { name, bytes } = named(file);
  const { weights, about } = modelIn({ name, bytes });
  const { model } = learner;
  const differences = differing(about, run);
  const refuse = (shown: readonly Difference[], cause?: unknown): never => {
    const recipe = shown.filter((each) => each.name === "recipe");
    throw new DifferentModelError(name, recipe.length > 0 ? recipe : shown, { cause });
  };
  if (differences.some((each) => meaning.includes(each.name))) refuse(differences);
  try {
    checkModel(model.stateDict(), weights);
    model.loadStateDict(weights);
  } catch (cause) {
    refuse(differences.length > 0 ? differences : otherWeight(weights, model.stateDict()), cause);
  }
  learner.optimizer = null;
}
