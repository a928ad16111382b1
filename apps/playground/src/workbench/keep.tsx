import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { download } from "../files/download.js";
import { FileButton } from "../files/file-button.js";
import { FileNote } from "../files/file-note.js";
import { takeFiles } from "../files/take-files.js";
import { lookOf, networksMoved } from "../state/looks.js";
import { settingsOf } from "../state/settings.js";
import { dropAll } from "../state/store.js";
import { isRunning } from "../train/run.js";
import { client } from "../worker/client.js";
import type { DeviceState } from "../worker/protocol.js";

const slot = "bench";

/** The network as files of other kinds, and back. */
export function Keep() {
  const problem = useSignal<string | null>(null);
  const isTrained = lookOf(slot).value?.isTrained === true;
  const offer = async (name: string, work: () => Promise<Uint8Array>): Promise<void> => {
    problem.value = null;
    try {
      download(name, await work());
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  const { recipe } = settingsOf(slot).value;
  return (
    <section class="part" aria-labelledby="keep-title">
      <h2 id="keep-title">The network as a file</h2>
      <div class="tools">
        <button
          type="button"
          disabled={!isTrained}
          onClick={() => void offer(`${recipe}.safetensors`, () => client.call("save", slot))}
        >
          Save network
        </button>
        <FileButton accept=".safetensors" onFiles={(files) => void takeFiles(files)}>
          Open network…
        </FileButton>
        {(["onnx", "npz"] as const).map((format) => (
          <button
            key={format}
            type="button"
            disabled={!isTrained}
            onClick={() => void offer(`${recipe}.${format}`, () => client.call("export", { slot, format }))}
          >
            Export .{format}
          </button>
        ))}
      </div>
      <p class="quiet-text">
        <code>mnist predict</code> and PyTorch read the .safetensors, onnxruntime the .onnx, NumPy the .npz.
      </p>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <FileNote />
    </section>
  );
}

/** Where the numbers are worked out. */
export function DeviceChoice() {
  const state = useSignal<DeviceState | null>(null);
  const problem = useSignal<string | null>(null);
  const use = async (name: DeviceState["name"] | null): Promise<void> => {
    problem.value = null;
    try {
      state.value = await client.call("device", name);
      if (name !== null) networksMoved();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  useEffect(() => void use(null), [isRunning.value]);
  const name = state.value?.name ?? "cpu";
  return (
    <section class="part" aria-labelledby="device-title">
      <h2 id="device-title">Device</h2>
      <fieldset class="choice" disabled={isRunning.value} aria-label="Device">
        <button type="button" aria-pressed={name === "cpu"} onClick={() => void use("cpu")}>
          Processor
        </button>
        <button type="button" aria-pressed={name === "webgpu"} onClick={() => void use("webgpu")}>
          Graphics (WebGPU)
        </button>
      </fieldset>
      <p class="quiet-text" aria-live="polite">
        {name === "webgpu"
          ? "Networks live on the graphics processor."
          : `WebAssembly on ${state.value?.threads ?? 1} ${state.value?.threads === 1 ? "thread" : "threads"}${crossOriginIsolated ? "" : "; with the service worker, from the next visit on, threads can share memory"}.`}
      </p>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <details>
        <summary>What the page keeps</summary>
        <p class="quiet-text">
          Settings, drawings, your digits, networks and the run under way stay in this browser, so that a
          reload loses nothing. Nothing is sent anywhere.
        </p>
        <button type="button" onClick={() => void dropAll().then(() => location.reload())}>
          Forget everything
        </button>
      </details>
    </section>
  );
}
