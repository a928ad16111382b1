import { openPicture } from "../draw/open-picture.js";
import { isRunning } from "../train/run.js";
import { dataNote, giveData } from "./given-data.js";
import { openModel } from "./saved-model.js";

/** Does with dropped files what their names and types ask for: open a picture, a model, or data to learn from. */
export function takeFiles(files: readonly File[]): void {
  const [first] = files;
  if (first === undefined) return;
  if (first.type.startsWith("image/")) void openPicture(first);
  else if (isRunning.value) dataNote.value = { isProblem: true, text: "Stop the training first." };
  else if (first.name.endsWith(".safetensors")) void openModel(first);
  else void giveData(files);
}

/** Lets files be dropped anywhere on the page. */
export function acceptDrops(onHover: (isOver: boolean) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
  addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onHover(true);
    },
    { signal },
  );
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && onHover(false), { signal });
  addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onHover(false);
      takeFiles([...(event.dataTransfer?.files ?? [])]);
    },
    { signal },
  );
  return () => stop.abort();
}
