import { deserializeModel, serializeModel } from "@mnist/learner";
import type { LoadedModel } from "./protocol.js";
import type { Session } from "./session.js";

/** The network as the file that `mnist predict` reads. */
export async function saveModel({ trained }: Session): Promise<Uint8Array> {
  if (trained === null) throw new Error("There is no network to save yet.");
  return serializeModel(trained);
}

/** Takes over a network from such a file. */
export function loadModel(
  session: Session,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): LoadedModel {
  const trained = deserializeModel(bytes, name);
  session.trained = trained;
  session.learner = null;
  const { recipe, settings, about } = trained;
  return { recipe: recipe.name, hidden: settings.hidden, rawPixels: settings.rawPixels, ...about };
}
