import { stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { exportModel, type Recipe, type TrainedModel } from "@mnist/learner";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import { written } from "../../command-line/kinds.js";
import { findModel, loadModel } from "../../model-file.js";
import { plain } from "../../terminal/harmless.js";
import { isSameFile, writeWhole } from "../../write-whole.js";
import { type Format, formats } from "./formats.js";
import { readAgain } from "./second-reading.js";

interface ExportOptions {
  readonly out?: string;
  readonly format?: Format;
  readonly to?: Format;
  readonly force?: boolean;
  readonly softmax?: boolean;
  readonly classes?: readonly string[];
}

export async function run(
  given: string,
  { out, format, to = format, force, softmax = false, classes }: ExportOptions,
): Promise<void> {
  if (out === undefined && to === undefined)
    throw new UsageError("export needs --to or --out. Try --to onnx.");
  const path = await findModel(given);
  const kind = to ?? formatOf(out!);
  const target = out ?? `${(await nameOf(path)).replace(/\.safetensors$/, "")}.${kind}`;
  for (const model of [path, join(path, "model.safetensors"), join(path, "best.safetensors")])
    if (target === model || (await isSameFile(target, model)))
      throw new UsageError(`${target} is the model itself; name another file with --out.`);
  if (!force && (await stat(target).catch(() => null))?.isFile())
    throw new UsageError(
      `${target} is there already. Name another with --out, or write over it with --force.`,
    );
  if (softmax && kind !== "onnx")
    throw new UsageError(`--softmax: ${kind} holds weights alone; onnx would have a use for it.`);
  if (classes !== undefined && kind !== "onnx" && kind !== "json")
    throw new UsageError(`--classes: ${kind} holds no names of classes; onnx and json do.`);
  const model = named(await loadModel(path), classes);
  if (softmax && model.recipe.logits === undefined)
    throw new UsageError(
      `--softmax: ${model.recipe.name} answers one number, no scores of classes. Leave it out.`,
    );
  const bytes = kind === "json" ? await asJson(model) : await exportModel(model, kind, { softmax });
  readAgain(bytes, kind, model, target);
  await writeWhole(target, bytes);
  console.log(`${target}: ${bytes.length.toLocaleString("en-US")} bytes`);
  console.log(pc.dim(plain(describe(model, softmax))));
}

/** The model with other names for its classes. @throws UsageError where they are too few, too many or the same */
function named(model: TrainedModel, classes = model.recipe.classes): TrainedModel {
  const { length } = model.recipe.classes;
  if (classes.length !== length || new Set(classes).size !== length)
    throw new UsageError(
      `--classes ${written(classes)}: expected ${length} names, each once, for ${written(model.recipe.classes)}.`,
    );
  return { ...model, recipe: { ...model.recipe, classes } };
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

/** What whoever runs the model has to give it, and what it answers. */
function describe({ recipe, settings }: TrainedModel, softmax: boolean): string {
  const pixels = settings.rawPixels ? "0..255" : "0..1";
  return `input: float32 [batch, 784], 28×28 pixels row by row, ${pixels}, ink bright on black; ${answers(recipe, softmax)} ${recipe.classes.join(" ")}`;
}

/** What stands in the output, before the classes it is of. */
function answers({ name, isPair, classes: { length } }: Recipe, softmax: boolean): string {
  if (softmax) return "shares of the classes";
  if (name === "digits-scalar") return `one number: ${length} · sigmoid of it, rounded, is the place in`;
  return isPair ? "one number: above 0 it is the second of" : "scores of the classes";
}

/** The weights as numbers in lists, under their names, with their shapes. @throws where one is NaN or infinite */
async function asJson({ recipe, settings, model }: TrainedModel): Promise<Uint8Array> {
  const weights: string[] = [];
  for (const [name, tensor] of Object.entries(model.stateDict())) {
    if (!Array.from(await tensor.data(), Number).every(Number.isFinite))
      throw new Error(
        `the weight ${name} has values that are NaN or infinite, for which JSON has no words: the training diverged. Try --to safetensors.`,
      );
    weights.push(`${JSON.stringify(name)}:${listText(await tensor.array())}`);
  }
  const { name, classes } = recipe;
  const head = JSON.stringify({ recipe: name, classes, settings }).slice(0, -1);
  return new TextEncoder().encode(`${head},"weights":{${weights.join(",")}}}`);
}

/** Lists of numbers as JSON, with the sign of -0, which JSON.stringify leaves out. */
function listText(values: unknown): string {
  if (Array.isArray(values)) return `[${values.map(listText).join(",")}]`;
  return Object.is(values, -0) ? "-0" : String(values);
}
