import { FileButton } from "../files/file-button.js";
import { takeFiles } from "../files/take-files.js";
import { canUndo, clear, isBlank, isErasing, undo } from "./drawing.js";
import { pictureProblem, showExample } from "./open-picture.js";

export function PadTools() {
  return (
    <>
      <div class="tools" role="toolbar" aria-label="Pad">
        <button type="button" class="quiet" onClick={clear} disabled={isBlank.value}>
          Clear
        </button>
        <button type="button" class="quiet" onClick={undo} disabled={!canUndo.value}>
          Undo
        </button>
        <button
          type="button"
          class="quiet"
          aria-pressed={isErasing.value}
          onClick={() => {
            isErasing.value = !isErasing.value;
          }}
        >
          Erase
        </button>
        <button type="button" class="quiet" onClick={() => void showExample()}>
          Example
        </button>
        <FileButton accept="image/*" quiet onFiles={(files) => void takeFiles(files)}>
          Open…
        </FileButton>
      </div>
      <p class="problem" role="alert" hidden={pictureProblem.value === null}>
        {pictureProblem.value}
      </p>
    </>
  );
}
