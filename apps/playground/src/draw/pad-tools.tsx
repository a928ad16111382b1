import { FileButton } from "../files/file-button.js";
import { canUndo, clear, isBlank, undo } from "./drawing.js";
import { openPicture, pictureProblem, showExample } from "./open-picture.js";

export function PadTools() {
  return (
    <>
      <div class="tools">
        <button type="button" onClick={undo} disabled={!canUndo.value}>
          Undo
        </button>
        <button type="button" onClick={clear} disabled={isBlank.value}>
          Clear
        </button>
        <button type="button" onClick={() => void showExample()}>
          Example
        </button>
        <FileButton accept="image/*" onFiles={([file]) => file && void openPicture(file)}>
          Open…
        </FileButton>
      </div>
      <p class="problem" role="alert" hidden={pictureProblem.value === null}>
        {pictureProblem.value}
      </p>
    </>
  );
}
