import { FileError, ImageDataset, TensorDataset } from "@mnist/data";
import { sha256Later } from "@mnist/nn/formats";
import type { Tensor, TypedArray } from "@mnist/tensor";
import { software } from "@mnist/tensor/internal";
import type { AnyLoaders } from "../data-loaders.js";
import type { Json } from "./json.js";

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
    const shown = differences.map(({ name, saved, asked }) => `${name} ${show(saved)}, not ${show(asked)}`);
    super({
      file,
      got: `a run with ${shown.join(", and with ")}`,
      expected: "the run that is asked for",
      hint: "Go on with what it was begun with, or begin anew in another folder.",
    });
  }
}

function show(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @throws DifferentRunError where a saved run was begun with something else. */
export function checkFingerprint(saved: Fingerprint, asked: Fingerprint, file: string): void {
  const differences = Object.keys({ ...saved, ...asked })
    .map((name) => ({ name, saved: saved[name] ?? null, asked: asked[name] ?? null }))
    .filter(({ saved, asked }) => JSON.stringify(saved) !== JSON.stringify(asked));
  if (differences.length > 0) throw new DifferentRunError(file, differences);
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

/** What a fit is begun with: what is told of the run, what computes it, and the data. */
export async function fingerprintOf({ train, valid }: AnyLoaders, run: Fingerprint): Promise<Fingerprint> {
  const validation = valid === null ? null : await describeData(valid.dataset);
  return { ...run, software, trainingData: await describeData(train.dataset), validationData: validation };
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
