import { FileError } from "@mnist/data";
import type { StateDict } from "@mnist/nn";
import { loadSafetensors } from "@mnist/nn/formats";
import type { AnyTraining } from "../training.js";
import { checkModel } from "./restore-state.js";
import { named, type StateFile } from "./state-file.js";

const prefix = "model.";

/** The weights of a training state, or of a file that holds a model alone. */
function weightsIn({ name, bytes }: StateFile): StateDict {
  const { tensors, metadata } = loadSafetensors(bytes, name);
  if (!Object.hasOwn(metadata, "fit")) return tensors;
  const ofModel = Object.entries(tensors).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(ofModel.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
}

/** Takes a model's weights from a file and forgets the optimiser. @throws FileError where they are another model's. */
export function startFrom(learner: AnyTraining, file: StateFile | Uint8Array): void {
  const source = named(file);
  const weights = weightsIn(source);
  const own = learner.model.stateDict();
  try {
    checkModel(own, weights);
    learner.model.loadStateDict(weights);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(
      { file: source.name, got: `weights that do not fit (${message})`, expected: "those of this model" },
      { cause },
    );
  }
  learner.optimizer = null;
}
