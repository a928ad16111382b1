import { signal } from "@preact/signals";
import { change } from "../settings/settings.js";
import { client } from "../worker/client.js";
import type { FilesAdded } from "../worker/protocol.js";

/** The data set that the person gave, once its files are all there. */
export const givenData = signal<FilesAdded | null>(null);
/** What is being done with files, is missing or went wrong. */
export const dataNote = signal<{ readonly isProblem: boolean; readonly text: string } | null>(null);

/** Takes in MNIST's files or an archive of pictures, and sets them as what to learn from. */
export async function giveData(files: readonly File[]): Promise<void> {
  dataNote.value = { isProblem: false, text: "Reading the files …" };
  try {
    const added = await client.call("addFiles", files);
    if (added.source === null) {
      const text = `${added.waiting.length} of 4 files so far: ${added.waiting.join(", ")}.`;
      dataNote.value = { isProblem: false, text };
      return;
    }
    const text = `${added.source}: ${added.train} pictures to learn from, ${added.valid} to check with.`;
    givenData.value = added;
    dataNote.value = { isProblem: false, text };
    change({ data: "files" });
  } catch (error) {
    dataNote.value = { isProblem: true, text: error instanceof Error ? error.message : String(error) };
  }
}
