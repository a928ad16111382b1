import { FileError, ImageDataset, TensorDataset } from "@mnist/data";
import { sha256Later } from "@mnist/nn/formats";
import type { Tensor, TypedArray } from "@mnist/tensor";
import { software } from "@mnist/tensor/internal";
import type { AnyLoaders } from "../data-loaders.js";
import type { Description } from "./describe-learner.js";
import { type Json, writeJson } from "./json.js";

/** What a run was begun with, by name. Another that is to go on with it has to have the same. */
export type Fingerprint = Readonly<Record<string, Json>>;

/** What a saved run was begun with and what is asked for now, where the two are not the same. */
export interface Difference {
  readonly name: string;
  readonly saved: Json;
  readonly asked: Json;
}

/** A saved run that is not the one which is to go on. */
export class DifferentRunError extends FileError {
  static override readonly name: string = "DifferentRunError";

  constructor(
    file: string,
    readonly differences: readonly Difference[],
  ) {
    super({
      file,
      got: `a run with ${inWords(differences)}`,
      expected: "the run that is asked for",
      hint: "Go on with what it was begun with, or begin anew in another folder.",
    });
  }
}

/** "lr 0.1, not 0.2, and with seed 1, not 2" */
export function inWords(differences: readonly Difference[]): string {
  const shown = differences.map(({ name, saved, asked }) => `${name} ${show(saved)}, not ${show(asked)}`);
  return shown.join(", and with ");
}

function show(value: Json): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : writeJson(value);
}

/** @throws DifferentRunError where a saved run was begun with something else. */
export function checkFingerprint(saved: Fingerprint, asked: Fingerprint, file: string): void {
  const { learner: savedLearner, ...savedRun } = saved;
  const { learner: askedLearner, ...askedRun } = asked;
  const differences = [
    ...between(savedRun, askedRun),
    ...betweenLearners(fieldsOf(savedLearner), fieldsOf(askedLearner)),
  ];
  if (differences.length > 0) throw new DifferentRunError(file, differences);
}

type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fieldsOf = (value: Json | undefined): Fields => (isFields(value) ? value : {});

/** What is not the same in two sets of fields, each under a name. */
export function between(saved: Fields, asked: Fields, prefix = ""): Difference[] {
  return Object.keys({ ...saved, ...asked })
    .map((name) => ({ name: `${prefix}${name}`, saved: saved[name] ?? null, asked: asked[name] ?? null }))
    .filter(({ saved, asked }) => writeJson(saved) !== writeJson(asked));
}

/** What is not the same in two learners; what was not written down of one of them is not known. */
function betweenLearners(saved: Fields, asked: Fields): Difference[] {
  const names = Object.keys(saved).filter((name) => Object.hasOwn(asked, name));
  const isOther = (name: string): boolean => saved[name] !== asked[name]; // whose settings have other names
  return names
    .filter((name) => !(isOther("optimizer") && name === "optimizerSettings"))
    .filter((name) => !(isOther("loss") && name === "lossSettings"))
    .flatMap((name) => {
      const [was, is] = [saved[name]!, asked[name]!];
      if (name === "frozen") return betweenNames(name, was, is);
      if (name === "made") return betweenMade(fieldsOf(was), fieldsOf(is));
      if (name === "lossSettings") return betweenSettings(fieldsOf(was), fieldsOf(is), `${name}.`);
      if (isFields(was) && isFields(is)) return between(was, is, `${name}.`);
      return Array.isArray(was) && Array.isArray(is) && name === "model"
        ? firstLine(name, was, is)
        : between({ [name]: was }, { [name]: is });
    });
}

/** What is not the same in two sets of settings, but for those that change while they are used. */
function betweenSettings(saved: Fields, asked: Fields, prefix: string): Difference[] {
  return between(saved, asked, prefix).filter(({ saved, asked }) => !isFields(saved) && !isFields(asked));
}

/** What is not the same in what callbacks have made; a schedule of another kind has other settings. */
function betweenMade(saved: Fields, asked: Fields): Difference[] {
  return Object.keys(saved).flatMap((name) => {
    if (!Object.hasOwn(asked, name)) return [];
    const differences = betweenSettings(fieldsOf(saved[name]), fieldsOf(asked[name]), `callbacks.${name}.`);
    const ofKind = differences.filter((each) => each.name === `callbacks.${name}.schedule`);
    return ofKind.length > 0 ? ofKind : differences;
  });
}

/** The names that one of two lists lacks. */
function betweenNames(name: string, saved: Json, asked: Json): Difference[] {
  const [was, is] = [namesIn(saved), namesIn(asked)];
  const [lost, added] = [was.filter((each) => !is.includes(each)), is.filter((each) => !was.includes(each))];
  const shown = (names: readonly string[]): Json => (names.length === 0 ? null : names.join(", "));
  return lost.length + added.length === 0 ? [] : [{ name, saved: shown(lost), asked: shown(added) }];
}

function namesIn(value: Json): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The first line that is not the same in two printed models. */
function firstLine(name: string, saved: readonly Json[], asked: readonly Json[]): Difference[] {
  const count = Math.max(saved.length, asked.length);
  const line = Array.from({ length: count }, (_, i) => i).find((i) => saved[i] !== asked[i]);
  const at = (lines: readonly Json[]): Json => String(lines[line!] ?? "nothing more").trim();
  return line === undefined ? [] : [{ name, saved: at(saved), asked: at(asked) }];
}

const digests = new WeakMap<object, Promise<string>>();

/**
 * How many samples a data set has and the beginning of a SHA-256 over them; the number alone where they are made when they
 * are asked for.
 */
async function describeData(dataset: { readonly length: number }): Promise<string> {
  const count = `${dataset.length} samples`;
  if (!(dataset instanceof ImageDataset || dataset instanceof TensorDataset)) return count;
  const known = digests.get(dataset) ?? digest(dataset);
  digests.set(dataset, known);
  return `${count}, SHA-256 ${(await known).slice(0, 16)}`;
}

/** What a fit is begun with: what is told of the run, what computes it, the data, and how the learner goes about it. */
export async function fingerprintOf(
  { train, valid }: AnyLoaders,
  run: Fingerprint,
  learner: Description,
): Promise<Fingerprint> {
  const validationData = valid === null ? null : await describeData(valid.dataset);
  return { ...run, software, trainingData: await describeData(train.dataset), validationData, learner };
}

async function digest(dataset: ImageDataset | TensorDataset<readonly Tensor[]>): Promise<string> {
  if (dataset instanceof ImageDataset) {
    const { images, labels, width, height } = dataset.source;
    return sha256Later(bytesOf(images), bytesOf(labels), bytesOf(Int32Array.of(width, height)));
  }
  const parts = await Promise.all(dataset.tensors.map((each) => each.data()));
  return sha256Later(...parts.map(bytesOf));
}

/** The bytes of an array's elements, as they lie in memory. */
export function bytesOf({ buffer, byteOffset, byteLength }: TypedArray | Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
