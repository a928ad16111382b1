import { batch, signal } from "@preact/signals";
import { refreshInside } from "../inside/inside.js";
import { readDrawing } from "../read/reading.js";
import { defaultSettings } from "../settings/permalink.js";
import { settings } from "../settings/settings.js";
import { adoptShape, isTrained, run } from "../train/run.js";
import { client } from "../worker/client.js";

export const modelNote = signal<{ readonly isProblem: boolean; readonly text: string } | null>(null);

/** Offers the network as a download. */
export async function saveModel(): Promise<void> {
  const bytes = await client.call("save", null);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "application/octet-stream" }));
  link.download = `${settings.value.recipe}.safetensors`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Takes over the network of a file that this page or `mnist train` wrote. */
export async function openModel(file: File): Promise<void> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { recipe, hidden, rawPixels, dataset, seed, accuracy } = await client.call("load", {
      name: file.name,
      bytes,
    });
    const kept = recipe === settings.value.recipe ? settings.value : defaultSettings(recipe);
    batch(() => {
      settings.value = { ...kept, hidden, rawPixels, seed };
      adoptShape();
      run.value = null;
      isTrained.value = dataset !== "none yet";
    });
    const right = accuracy === null ? "" : `, ${(100 * accuracy).toFixed(1)} % right when it was saved`;
    modelNote.value = { isProblem: false, text: `${file.name}: ${recipe}, trained on ${dataset}${right}.` };
    await Promise.all([readDrawing(), refreshInside()]);
  } catch (error) {
    modelNote.value = { isProblem: true, text: error instanceof Error ? error.message : String(error) };
  }
}
