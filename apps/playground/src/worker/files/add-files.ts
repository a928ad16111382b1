import {
  archivedEntries,
  type DigitSplits,
  describeChanges,
  digitsFromFiles,
  FileError,
  type NamedBytes,
  recognizeFormat,
  safetensors,
} from "@mnist/data";
import { loadModel } from "../model-bytes.js";
import type { Session } from "../session.js";
import type { FileSummary } from "./file-summary.js";
import { IdxParts } from "./idx-parts.js";
import { type GivenFile, isIdx, openFiles } from "./open-files.js";
import { asReadable, inksOf, isPicture } from "./picture-files.js";

const parts = new IdxParts();
const mostSamples = 40;

/** Takes in whatever a person gave: a network, data in any of the ways it comes, or pictures to be read. */
export async function addFiles(session: Session, given: readonly GivenFile[]): Promise<FileSummary> {
  const files = await openFiles(given);
  const [only] = files;
  if (only !== undefined && files.length === 1 && recognizeFormat(only.bytes, only.name) === safetensors) {
    const model = await loadModel(session, { slot: "bench", name: only.name, bytes: only.bytes });
    return { kind: "model", name: only.name, model };
  }
  if (files.length > 0 && files.every(isIdx)) return addIdx(session, files);
  if (files.length > 0 && files.every((file) => isPicture(file) && !file.name.includes("/")))
    return addPictures(files);
  const readable = await asReadable(files);
  try {
    const splits = read(readable, nameOf(given));
    if (splits.train.classes.length > 1) return keep(session, splits);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const pictures = picturesIn(readable);
    if (pictures.length === 0) throw error;
    return addPictures(pictures);
  }
  return addPictures(picturesIn(readable));
}

function read(files: readonly NamedBytes[], source: string): DigitSplits {
  return digitsFromFiles(files, undefined, { source, prepare: "digit" });
}

/** The pictures among files, and in archives of them. */
function picturesIn(files: readonly NamedBytes[]): NamedBytes[] {
  return files.flatMap((file) => {
    if (!/\.(zip|tgz|tar|tar\.gz)$/i.test(file.name)) return isPicture(file) ? [file] : [];
    return Array.from(archivedEntries(file), ({ path, data }) => ({
      name: path,
      bytes: data.slice(),
    })).filter(isPicture);
  });
}

async function addPictures(pictures: readonly NamedBytes[]): Promise<FileSummary> {
  const { inks, notes } = await inksOf(pictures);
  if (inks.length === 0) throw new Error(notes[0] ?? "no picture could be read");
  return { kind: "pictures", inks, notes };
}

/** The top folder or file of what was given, or how many there are. */
function nameOf(given: readonly GivenFile[]): string {
  const tops = [...new Set(given.map(({ path }) => path.split("/")[0] ?? path))];
  return tops.length > 2 ? `${tops.length} files` : tops.join(", ");
}

function addIdx(session: Session, files: readonly NamedBytes[]): FileSummary {
  for (const file of files) parts.add(file);
  if (parts.missing.length > 0)
    return { kind: "waiting", have: parts.have, missing: parts.missing, problem: null };
  try {
    return keep(session, read(parts.take(), "MNIST’s files"));
  } catch (error) {
    if (parts.missing.length === 0) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: "waiting", have: parts.have, missing: parts.missing, problem };
  }
}

function keep(session: Session, splits: DigitSplits): FileSummary {
  session.files = splits;
  const { train, valid } = splits;
  const stride = Math.max(Math.floor(train.labels.length / mostSamples), 1);
  const shown = [...train.labels.keys()].filter((index) => index % stride === 0).slice(0, mostSamples);
  return {
    kind: "data",
    source: train.source,
    train: train.labels.length,
    valid: valid.labels.length,
    classes: train.classes,
    counts: train.classes.map(
      (_, label) => [countOf(train.labels, label), countOf(valid.labels, label)] as const,
    ),
    samples: shown.map((index) => ({
      pixels: train.images.slice(index * 784, (index + 1) * 784),
      truth: train.classes[train.labels[index]!]!,
    })),
    notes: describeChanges(splits).map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`),
  };
}

function countOf(labels: Uint8Array, wanted: number): number {
  let count = 0;
  for (const label of labels) if (label === wanted) count++;
  return count;
}
