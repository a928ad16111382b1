import { useSignal } from "@preact/signals";
import type { Settings } from "../settings/permalink.js";
import { pageRecipes } from "../settings/recipes.js";
import { settings } from "../settings/settings.js";
import { isRunning, isTrained } from "../train/run.js";
import { FileButton } from "./file-button.js";
import { dataNote, giveData } from "./given-data.js";
import { modelNote, openModel, saveModel } from "./saved-model.js";

interface NoteProps {
  readonly note: { readonly isProblem: boolean; readonly text: string } | null;
}

function Note({ note }: NoteProps) {
  return (
    <p class={note?.isProblem ? "note problem" : "note"} aria-live="polite">
      {note?.text}
    </p>
  );
}

/** The same run for a terminal. */
export function commandOf({
  recipe,
  data,
  pictures,
  epochs,
  lr,
  batchSize,
  hidden,
  rawPixels,
  seed,
}: Settings): string {
  const parts = ["pnpm mnist train", recipe];
  if (recipe !== "curve")
    parts.push(data === "strokes" ? `--dataset strokes --samples ${pictures}` : "--dataset mnist");
  parts.push(`--epochs ${epochs} --lr ${lr} --seed ${seed}`);
  if (recipe !== "curve") parts.push(`--batch-size ${batchSize}`);
  if (pageRecipes[recipe].defaults.hidden > 0) parts.push(`--hidden ${hidden}`);
  if (rawPixels) parts.push("--raw-pixels");
  return parts.join(" ");
}

function Copy({ children, text }: { readonly children: string; readonly text: () => string }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      <span aria-live="polite">{copied.value ? "Copied" : children}</span>
    </button>
  );
}

function KeepModel() {
  return (
    <section class="card" aria-labelledby="keep-model">
      <h2 id="keep-model">The network as a file</h2>
      <p>
        Weights and settings in one safetensors file. <code>mnist predict</code> reads it, and so does
        PyTorch.
      </p>
      <div class="tools">
        <button type="button" disabled={!isTrained.value || isRunning.value} onClick={() => void saveModel()}>
          Save network
        </button>
        <FileButton
          accept=".safetensors"
          onFiles={([file]) => file && !isRunning.value && void openModel(file)}
        >
          Open network…
        </FileButton>
      </div>
      <Note note={modelNote.value} />
    </section>
  );
}

function GiveData() {
  return (
    <section class="card" aria-labelledby="give-data">
      <h2 id="give-data">Data of your own</h2>
      <p>
        MNIST’s four files, packed or not, or an archive with <code>train/3/*.png</code>. Drop them anywhere
        on the page; they stay on this machine.
      </p>
      <div class="tools">
        <FileButton multiple onFiles={(files) => !isRunning.value && void giveData(files)}>
          Choose files…
        </FileButton>
      </div>
      <Note note={dataNote.value} />
    </section>
  );
}

function Share() {
  return (
    <section class="card" aria-labelledby="share">
      <h2 id="share">The same run elsewhere</h2>
      <p>A link with these settings, or the command that gives the same numbers in a terminal.</p>
      <pre class="command">
        <code>{commandOf(settings.value)}</code>
      </pre>
      <div class="tools">
        <Copy text={() => location.href}>Copy link</Copy>
        <Copy text={() => commandOf(settings.value)}>Copy command</Copy>
      </div>
    </section>
  );
}

export function Keep() {
  return (
    <div class="keep">
      {settings.value.recipe !== "curve" && (
        <>
          <KeepModel />
          <GiveData />
        </>
      )}
      <Share />
    </div>
  );
}
