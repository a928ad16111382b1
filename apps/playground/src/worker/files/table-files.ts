import { type DigitSplits, parseCsv } from "@mnist/data";
import { loadNpz } from "@mnist/nn/formats";
import type { OpenFile } from "./unpack-files.js";

interface Rows {
  readonly images: Uint8Array;
  readonly labels: readonly string[];
}

const every = 6;
const natural = new Intl.Collator("en", { numeric: true });

function splitsOf(train: Rows, valid: Rows | null, source: string, notes: string[]): DigitSplits {
  const classes = [...new Set([...train.labels, ...(valid?.labels ?? [])])].sort(natural.compare);
  const set = ({ images, labels }: Rows) => ({
    images,
    labels: Uint8Array.from(labels, (label) => classes.indexOf(label)),
    width: 28 as const,
    height: 28 as const,
    classes,
    source,
  });
  if (valid !== null) return { train: set(train), valid: set(valid) };
  notes.push(`Nothing to check with: every ${every}th row is kept for that.`);
  const rows = (wanted: boolean): Rows => {
    const chosen = [...train.labels.keys()].filter((index) => (index % every === every - 1) === wanted);
    const images = new Uint8Array(chosen.length * 784);
    for (const [place, index] of chosen.entries())
      images.set(train.images.subarray(index * 784, (index + 1) * 784), place * 784);
    return { images, labels: chosen.map((index) => train.labels[index]!) };
  };
  return { train: set(rows(false)), valid: set(rows(true)) };
}

/** Kaggle's tables: a label and 784 pixels in each line, with a line of names or without. Null for other tables. */
function rowsOf({ path, bytes }: OpenFile): Rows | null {
  const records = parseCsv(new TextDecoder().decode(bytes), path).filter((record) => record.length === 785);
  const first = records[0];
  if (first === undefined) return null;
  const lines = /^-?\d/.test(first[1] ?? "") ? records : records.slice(1);
  const images = new Uint8Array(lines.length * 784);
  for (const [row, record] of lines.entries())
    for (let pixel = 0; pixel < 784; pixel++) images[row * 784 + pixel] = Number(record[pixel + 1]);
  return { images, labels: lines.map(([label]) => (label ?? "").trim()) };
}

/** A data set of one or two tables. */
export function splitsOfTables(files: readonly OpenFile[]): { splits: DigitSplits; notes: string[] } | null {
  const notes: string[] = [];
  const tables = files.map((file) => ({ file, rows: rowsOf(file) }));
  for (const { file, rows } of tables)
    if (rows === null) notes.push(`${file.path}: no lines of a label and 784 pixels (label, pixel0, …).`);
  const good = tables.filter(({ rows }) => rows !== null);
  const isTest = ({ file }: (typeof good)[number]): boolean => /test|valid/i.test(file.path);
  const train = good.find((each) => !isTest(each)) ?? good[0];
  if (train?.rows == null) return null;
  const valid = good.find((each) => each !== train)?.rows ?? null;
  return { splits: splitsOf(train.rows, valid, train.file.path, notes), notes };
}

/** Keras' mnist.npz: x_train, y_train, x_test, y_test. */
export async function splitsOfArrays(
  bytes: Uint8Array,
  path: string,
): Promise<{ splits: DigitSplits; notes: string[] } | null> {
  const arrays = loadNpz(bytes, path);
  const rows = async (x: string, y: string): Promise<Rows | null> => {
    const [images, labels] = [arrays[x], arrays[y]];
    if (images === undefined || labels === undefined || images.numel() !== labels.numel() * 784) return null;
    const values = await images.data();
    const isShare = values.every((value) => value <= 1);
    return {
      images: Uint8Array.from(values, (value) => Math.round(Number(value) * (isShare ? 255 : 1))),
      labels: Array.from(await labels.data(), String),
    };
  };
  const notes: string[] = [];
  const train =
    (await rows("x_train", "y_train")) ?? (await rows("images", "labels")) ?? (await rows("x", "y"));
  if (train === null) return null;
  return { splits: splitsOf(train, await rows("x_test", "y_test"), path, notes), notes };
}
