import { type ExportFormat, exportModel } from "@mnist/learner";
import { networkIn } from "./model-bytes.js";
import type { Slot } from "./run-settings.js";
import type { Session } from "./session.js";

/** The network in a format that others read. */
export async function exportNetwork(session: Session, slot: Slot, wanted: ExportFormat): Promise<Uint8Array> {
  return exportModel(networkIn(session, slot).trained, wanted);
}
