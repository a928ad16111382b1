import type { DigitSplits } from "@mnist/data";
import { loadModel } from "../model-bytes.js";
import type { Session } from "../session.js";
import { kindOf, strangerWords } from "./file-kind.js";
import type { FileSummary } from "./file-summary.js";
import { IdxParts } from "./idx-parts.js";
import { inksOf, splitsOfPictures } from "./picture-files.js";
import { splitsOfArrays, splitsOfTables } from "./table-files.js";
import { type OpenFile, unpackFiles } from "./unpack-files.js";

const parts = new IdxParts();
const mostSamples = 40;

export type GivenFile = { readonly path: string; readonly file: Blob };

/** Takes in whatever a person gave: a network, data in any of the ways it comes, or pictures to be read. */
export async function addFiles(session: Session, given: readonly GivenFile[]): Promise<FileSummary> {
  const [only] = given;
  if (only !== undefined && given.length === 1) {
    const bytes = new Uint8Array(await only.file.arrayBuffer());
    if (kindOf(bytes) === "safetensors") {
      const model = await loadModel(session, { slot: "bench", name: only.path, bytes });
      return { kind: "model", name: only.path, model };
    }
    if (/\.npz$/i.test(only.path) && kindOf(bytes) === "zip") {
      const found = await splitsOfArrays(bytes, only.path);
      if (found !== null) return keep(session, found.splits, found.notes);
    }
  }
  const files = await unpackFiles(given);
  const idx = files.filter(({ kind }) => kind === "idx");
  if (idx.length > 0) return addIdx(session, idx);
  const pictures = files.filter(isPicture);
  const source = nameOf(given);
  const others = strangers(files);
  if (pictures.length > 0) {
    const found = await splitsOfPictures(pictures, source);
    if (found !== null) return keep(session, found.splits, [...found.notes, ...others]);
    const { inks, notes } = await inksOf(pictures);
    if (inks.length === 0) throw new Error(notes[0] ?? "no picture could be read");
    return { kind: "pictures", inks, notes: [...notes, ...others] };
  }
  const tables = files.filter(({ kind, path }) => kind === "text" && /\.(csv|txt|tsv)$/i.test(path));
  const table = tables.length > 0 ? splitsOfTables(tables) : null;
  if (table !== null) return keep(session, table.splits, table.notes);
  const [first] = files;
  if (first === undefined) throw new Error(`${source}: nothing in it that can be used.`);
  if (tables.length > 0)
    throw new Error(`${first.path}: no lines of a label and 784 pixels (label, pixel0, …).`);
  throw new Error(strangerWords(first.path));
}

function isPicture({ kind, path }: OpenFile): boolean {
  return kind === "png" || kind === "picture" || (kind === "text" && /\.svg$/i.test(path));
}

function strangers(files: readonly OpenFile[]): string[] {
  const count = files.filter((file) => !isPicture(file)).length;
  return count === 0
    ? []
    : [
        `${count} ${count === 1 ? "file that is no picture was" : "files that are no pictures were"} passed over.`,
      ];
}

function nameOf(given: readonly GivenFile[]): string {
  const tops = [...new Set(given.map(({ path }) => path.split("/")[0] ?? path))];
  return tops.length > 2 ? `${tops.length} files` : tops.join(", ");
}

async function addIdx(session: Session, files: readonly OpenFile[]): Promise<FileSummary> {
  for (const file of files) parts.add(file);
  if (parts.missing.length > 0)
    return { kind: "waiting", have: parts.have, missing: parts.missing, problem: null };
  try {
    const { splits, notes } = parts.take();
    return keep(session, splits, notes);
  } catch (error) {
    if (parts.missing.length === 0) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    return { kind: "waiting", have: parts.have, missing: parts.missing, problem };
  }
}

function keep(session: Session, splits: DigitSplits, notes: readonly string[]): FileSummary {
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
    notes,
  };
}

function countOf(labels: Uint8Array, wanted: number): number {
  let count = 0;
  for (const label of labels) if (label === wanted) count++;
  return count;
}
