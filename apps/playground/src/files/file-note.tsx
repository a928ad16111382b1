import { fileNote } from "./take-files.js";

/** What came of the files given last. */
export function FileNote() {
  const note = fileNote.value;
  return (
    <p class={note?.isProblem ? "note problem" : "note"} aria-live="polite">
      {note?.text}
    </p>
  );
}
