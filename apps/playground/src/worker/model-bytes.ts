import { deserializeModel, recipes, serializeModel } from "@mnist/learner";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import { designedRecipe, isOwnNetwork, ownDesign } from "./designed-recipe.js";
import type { Network } from "./network.js";
import type { LoadedModel, RunSettings, Slot } from "./run-settings.js";
import type { Session } from "./session.js";

/** Files of networks that the page alone makes carry this. */
const format = "mnist-playground-1";

export function networkIn(session: Session, slot: Slot): Network {
  const network = session.networks.get(slot);
  if (network === undefined) throw new Error("There is no network to save yet.");
  return network;
}

/** The network as the file that `mnist predict` reads, or where its layers are no recipe's, as one that the page reads. */
export async function saveModel(session: Session, slot: Slot): Promise<Uint8Array> {
  const { trained, settings } = networkIn(session, slot);
  const isRecipes = trained.settings.deeper !== undefined; // it was opened as a file of `mnist train`
  if (settings === null || isRecipes || isOwnNetwork(trained.recipe, settings))
    return serializeModel(trained);
  const { recipe, model, calibration, about } = trained;
  return saveSafetensors(model.stateDict(), {
    format,
    recipe: recipe.name,
    classes: JSON.stringify(recipe.classes),
    settings: JSON.stringify(settings),
    ...(calibration && { calibration: JSON.stringify(calibration) }),
    about: JSON.stringify(about),
  });
}

/** Takes over a network from such a file. */
export async function loadModel(
  session: Session,
  { slot, name, bytes }: { readonly slot: Slot; readonly name: string; readonly bytes: Uint8Array },
): Promise<LoadedModel> {
  const { metadata, tensors } = loadSafetensors(bytes, name);
  const own = metadata.format === format;
  const saved = own ? (JSON.parse(metadata.settings ?? "{}") as RunSettings) : null;
  const recipe = saved === null ? null : designedRecipe(saved, null);
  const trained =
    saved === null || recipe === null
      ? deserializeModel(bytes, name)
      : {
          recipe,
          settings: saved,
          model: recipe.model(saved),
          ...(metadata.calibration !== undefined && { calibration: JSON.parse(metadata.calibration) }),
          about: JSON.parse(metadata.about ?? "{}"),
        };
  if (saved !== null) trained.model.loadStateDict(tensors);
  trained.model.eval();
  const deeper = "deeper" in trained.settings ? (trained.settings.deeper ?? []) : [];
  const settings: RunSettings = saved ?? {
    ...recipes[trained.recipe.name].defaults,
    ...ownDesign(trained.recipe),
    ...trained.settings,
    depth: 1 + deeper.length,
    recipe: trained.recipe.name,
    seed: trained.about.seed,
    pictures: 12_000,
    data: "strokes",
  };
  const isTrained = trained.about.dataset !== "none yet";
  session.networks.set(slot, {
    trained,
    settings,
    learner: null,
    isTrained,
    isReady: false,
    start: null,
    checked: null,
  });
  return { settings, dataset: trained.about.dataset, accuracy: trained.about.accuracy };
}
