import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { decodePicture, preparePicture, showImage } from "@mnist/data";
import type { TrainedModel } from "@mnist/learner";
import { UsageError } from "../../command-line/errors.js";
import { findModel, loadModel } from "../../model-file.js";
import { readBytes } from "../../read-bytes.js";
import { sideBySide } from "../../terminal/explanation.js";
import { picture } from "../../terminal/picture.js";
import { writePicture } from "../../write-picture.js";
import { isSameFile } from "../../write-whole.js";

export async function run(given: string, { out }: { readonly out?: string }): Promise<void> {
  const what = await findModel(given);
  const isModel = (await stat(what)).isDirectory() || extname(what) === ".safetensors";
  if (isModel) {
    if (out !== undefined)
      throw new UsageError("--out writes a picture; a model's weights are shown in the terminal.");
    console.log(await firstWeights(await loadModel(what)));
    return;
  }
  if (out !== undefined && (await isSameFile(out, what)))
    throw new UsageError(`--out ${out} is the picture itself; name another file.`);
  const { pixels } = preparePicture(decodePicture(await readBytes(what), what), "digit");
  if (out === undefined) console.log(picture(pixels));
  else await writePicture(out, pixels, what);
}

/** What the first layer looks for: its weights as pictures, gray where they are 0. */
async function firstWeights({ model }: TrainedModel): Promise<string> {
  const pictures = Object.entries(model.stateDict()).find(([, { shape }]) => shape.includes(784));
  if (pictures === undefined)
    throw new Error(
      "the model's first layer looks at no whole pictures; its weights cannot be shown as such.",
    );
  const [name, tensor] = pictures;
  const units = tensor.shape[1] === 784 ? tensor : tensor.transpose(0, 1);
  const values = await units.contiguous().data();
  const columns = Math.max(1, Math.floor(((process.stdout.columns || 80) + 2) / 30));
  const shown = Array.from({ length: Math.min(units.shape[0]!, 3 * columns) }, (_, unit) => {
    const weights = Array.from(values.slice(unit * 784, (unit + 1) * 784), Number);
    const largest = Math.max(...weights.map(Math.abs), Number.MIN_VALUE);
    const pixels = Uint8Array.from(weights, (weight) => 127.5 + (127.5 * weight) / largest);
    return [`${name} ${unit + 1}`, ...showImage(pixels, { width: 28, height: 28 }).split("\n")];
  });
  const rows = Array.from({ length: Math.ceil(shown.length / columns) }, (_, row) =>
    shown.slice(row * columns, (row + 1) * columns),
  );
  return rows.map(sideBySide).join("\n\n");
}
