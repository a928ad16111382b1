import { stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { type ExportFormat, exportFormats, exportModel, type TrainedModel } from "@mnist/learner";
import { loadNpz, loadSafetensors } from "@mnist/nn/formats";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import { findModel, loadModel } from "../../model-file.js";
import { writeWhole } from "../../write-whole.js";

type Format = ExportFormat | "json";
const formats: readonly Format[] = [...exportFormats, "json"];

interface ExportOptions {
  readonly out?: string;
  readonly format?: Format;
  readonly to?: Format;
  readonly force?: boolean;
}

export async function run(given: string, { out, format, to = format, force }: ExportOptions): Promise<void> {
  if (out === undefined && to === undefined)
    throw new UsageError("export needs --to or --out. Try --to onnx.");
  const path = await findModel(given);
  const kind = to ?? formatOf(out!);
  const target = out ?? `${(await nameOf(path)).replace(/\.safetensors$/, "")}.${kind}`;
  if (target === path) throw new UsageError(`${target} is the model itself; name another file with --out.`);
  if (out === undefined && !force && (await stat(target).catch(() => null)) !== null)
    throw new UsageError(
      `${target} is there already. Name another with --out, or write over it with --force.`,
    );
  const model = await loadModel(path);
  const bytes = kind === "json" ? await asJson(model) : await exportModel(model, kind);
  check(bytes, kind, model, target);
  await writeWhole(target, bytes);
  console.log(`${target}: ${bytes.length.toLocaleString("en-US")} bytes`);
  console.log(pc.dim(describeInput(model)));
}

/** A run's folder gives its model the folder's name. */
async function nameOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? join(path, basename(path)) : path;
}

function formatOf(path: string): Format {
  const ending = extname(path).slice(1);
  const format = formats.find((each) => each === ending);
  if (format !== undefined) return format;
  throw new UsageError(`${path} ends in no format. Formats: ${formats.join(", ")}. Try --format onnx.`);
}

/** What whoever runs the model has to give it. */
function describeInput({ recipe, settings }: TrainedModel): string {
  const pixels = settings.rawPixels ? "0..255" : "0..1";
  return `input: float32 [batch, 784], 28×28 pixels row by row, ${pixels}, ink bright on black; classes ${recipe.classes.join(" ")}`;
}

/** The weights as numbers in lists, under their names, with their shapes. */
async function asJson({ recipe, settings, model }: TrainedModel): Promise<Uint8Array> {
  const weights: Record<string, unknown> = {};
  for (const [name, tensor] of Object.entries(model.stateDict())) weights[name] = await tensor.array();
  const { name, classes } = recipe;
  return new TextEncoder().encode(JSON.stringify({ recipe: name, classes, settings, weights }));
}

/** @throws where a second reading does not find the model's weights in what is to be written. */
function check(bytes: Uint8Array, kind: Format, { model }: TrainedModel, name: string): void {
  if (kind === "onnx") return; // its graph is proven as it is made
  const expected = Object.keys(model.stateDict());
  const found = Object.keys(
    kind === "npz"
      ? loadNpz(bytes)
      : kind === "safetensors"
        ? loadSafetensors(bytes, name).tensors
        : (JSON.parse(new TextDecoder().decode(bytes)) as { weights: object }).weights,
  );
  if (expected.some((each) => !found.includes(each)))
    throw new Error(`${name}: the weights cannot be read back.`);
}
