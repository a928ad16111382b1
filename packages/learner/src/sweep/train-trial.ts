import type { DigitSplits } from "@mnist/data";
import { sha256 } from "@mnist/nn/formats";
import { manualSeed, type TypedArray } from "@mnist/tensor";
import { software } from "@mnist/tensor/internal";
import { type Callback, cancelFit } from "../events.js";
import type { Learner } from "../learner.js";
import { recipeFor } from "../recipes/choose-classes.js";
import type { Recipe, TrainingSettings } from "../recipes/recipe.js";
import { fitRecipe, type RunSchedule, recipeLearner } from "../recipes/recipe-learner.js";
import { findRecipe } from "../recipes/recipes.js";
import type { Settings } from "./propose.js";
import { RefusedTrialError, type TrialContext, type TrialOutcome, type TrialTask } from "./trial.js";

/** What trials are trained by: two workers with the same words train the same bits. */
export const trialVersion = software;

/** How a trial is trained, where it is not as its recipe says. */
export interface TrialMethod extends Pick<Recipe, "optimizer"> {
  readonly schedule?: RunSchedule;
  /** What takes part in its training; anew for each. */
  readonly callbacks?: readonly Callback[];
}

/** Settings that no recipe has of itself. */
const further: readonly (keyof TrainingSettings)[] = ["dropout", "augment"];

/** A recipe's learner with a trial's settings, on data that it has found. */
function learnerOf(
  { settings, seed, epochs }: Pick<TrialTask, "settings" | "seed" | "epochs">,
  data: DigitSplits,
  { optimizer }: TrialMethod = {},
) {
  const recipe = {
    ...recipeFor(findRecipe(String(settings.recipe ?? "digits")), data),
    ...(optimizer && { optimizer }),
  };
  const own = Object.fromEntries(
    [...Object.keys(recipe.defaults), ...further].flatMap((name) =>
      name in settings ? [[name, settings[name]]] : [],
    ),
  );
  const training: TrainingSettings = { ...recipe.defaults, ...own, ...widthsOf(settings), epochs };
  manualSeed(seed);
  return { recipe, training, learner: recipeLearner(recipe, data, training) };
}

/** The widths of a trial's hidden layers: a number, or several between commas as text. */
function widthsOf({ hidden }: Settings): Partial<TrainingSettings> {
  if (typeof hidden !== "string") return {};
  const [first, ...deeper] = hidden.split(",").map(Number);
  return { hidden: first!, deeper };
}

/** The number and a hash of the samples that a trial trains and validates on. */
export async function trialData(
  trial: Pick<TrialTask, "settings" | "seed" | "epochs">,
  data: DigitSplits,
): Promise<string> {
  const { trainingData, validationData } = await learnerOf(trial, data).learner.fingerprint();
  return `${trainingData}; ${validationData}`;
}

/**
 * Trains one of the recipes by a trial's settings, from its checkpoint on, up to the epoch that is asked for.
 *
 * @throws RefusedTrialError where the trial is one for other code or other data
 */
export async function trainTrial(
  task: TrialTask,
  data: DigitSplits,
  { checkpoint, save }: TrialContext,
  method: TrialMethod = {},
): Promise<TrialOutcome> {
  if (task.version !== trialVersion) {
    throw new RefusedTrialError({
      operation: `trial ${task.trial}`,
      got: `one for ${task.version}`,
      expected: trialVersion,
      hint: "Install the same version on all machines.",
    });
  }
  const { recipe, training, learner } = learnerOf(task, data, method);
  const { trainingData, validationData } = await learner.fingerprint();
  if (task.data !== `${trainingData}; ${validationData}`) {
    throw new RefusedTrialError({
      operation: `trial ${task.trial}`,
      got: `data of ${trainingData}; ${validationData}`,
      expected: task.data,
      hint: "Put the sweep's data where this machine finds it: MNIST_HOME.",
    });
  }
  await fitRecipe({ ...recipe, schedule: method.schedule ?? recipe.schedule }, learner, training, {
    resumeFrom: checkpoint,
    callbacks: [
      ...(method.callbacks ?? []),
      {
        name: "TrialEpochs",
        order: 1000,
        isObserver: true,
        async beforeFit() {
          if (learner.history.length >= task.until) throw cancelFit();
        },
        async afterEpoch({ history }) {
          const record = history.at(-1);
          if (record === undefined) return;
          await save(await learner.save(), record);
          if (record.epoch >= task.until) throw cancelFit();
        },
      },
    ],
  });
  return { epochs: learner.history.slice(0, task.until), weights: await weightsDigest(learner) };
}

/** SHA-256 of all weights. */
async function weightsDigest({ model }: Learner): Promise<string> {
  const values = await Promise.all(Object.values(model.stateDict()).map((each) => each.data()));
  return sha256(
    ...values.map(
      ({ buffer, byteOffset, byteLength }: TypedArray) => new Uint8Array(buffer, byteOffset, byteLength),
    ),
  );
}
