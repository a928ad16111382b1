import { decodeText, isUtf16 } from "../archives/decode-text.js";
import { FileError } from "../file-error.js";
import { byNumber } from "../image-folder.js";
import { side, toField } from "../images/bring-to-field.js";
import type { DigitImages } from "../images/digit-images.js";
import type { SplitParts } from "./digit-options.js";
import type { NamedBytes } from "./named-bytes.js";

/** Pictures from a table, each with the text of its label. */
interface LabelledRows {
  readonly images: Uint8Array;
  readonly labels: readonly string[];
}

/** Column titles that stand over labels, */
const labelTitle = /^(label|labels|class|target|y|digit)$/i;

/** and over the rows' numbers. */
const indexTitle = /^(unnamed: 0|index|id)?$/i;

/** What the first line of a table says. */
interface TableHead {
  readonly start: number;
  /** Where the lines with pictures begin. */
  readonly rows: number;
  readonly hasTitles: boolean;
  /** -1 where there are titles but none for labels. */
  readonly labelColumn: number;
  /** Where rows are numbered, as pandas does; -1 where they aren't. */
  readonly indexColumn: number;
  /** The code of what stands between fields. */
  readonly separator: number;
  readonly columns: number;
  /** The side of the pictures; NaN where the columns make no square. */
  readonly width: number;
}

function headOf(bytes: Uint8Array): TableHead {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const separator = separatorOf(bytes, start);
  const { fields, end } = firstLine(bytes, start, separator);
  const isTitle = (field: string) => labelTitle.test(field) || /pixel|\dx\d/i.test(field);
  const hasTitles = fields.some(isTitle);
  const labelColumn = hasTitles ? fields.findIndex((field) => labelTitle.test(field)) : 0;
  const indexColumn = hasTitles && labelColumn !== 0 && indexTitle.test(fields[0] ?? "label") ? 0 : -1;
  const side = Math.sqrt(fields.length - Number(labelColumn >= 0) - Number(indexColumn >= 0));
  // What is parted by blanks may be any text.
  const isTable = separator !== blank || fields.every((field) => !Number.isNaN(numberOf(field)));
  const width = Number.isInteger(side) && side >= 2 && isTable ? side : Number.NaN;
  const rows = hasTitles ? end : start;
  return { start, rows, hasTitles, labelColumn, indexColumn, separator, columns: fields.length, width };
}

/** What a table holds, by its first line. */
export function tableKind(file: NamedBytes): "pictures" | "no labels" | "no pictures" {
  const { labelColumn, width } = headOf(asUtf8(file).bytes);
  if (Number.isNaN(width)) return "no pictures";
  return labelColumn < 0 ? "no labels" : "pictures";
}

/**
 * The pictures of a CSV table with a row for each: a label and the pixels, row by row, as Kaggle's Digit Recognizer has
 * them. Pixels are whole numbers 0..255 or, where there is a fraction, all 0..1. With titles the column `label` holds the
 * labels, wherever it stands; without, the first does.
 * @throws FileError with the line and the byte where a row isn't so.
 */
export function readPixelTable(file: NamedBytes): LabelledRows {
  const table = asUtf8(file);
  const { bytes, name } = table;
  const head = headOf(bytes);
  const { start, columns, width } = head;
  if (Number.isNaN(width)) {
    const expected = "a label and the pixels of a square picture, such as 784 of 28×28";
    throw new FileError({ file: name, offset: start, got: `${columns} columns`, expected });
  }
  try {
    return readRows(table, head, 1);
  } catch (error) {
    if (!(error instanceof FractionError)) throw error;
    try {
      return readRows(table, head, 255);
    } catch {
      throw error;
    }
  }
}

/** A pixel between 0 and 1, where whole numbers were thought to be. */
class FractionError extends FileError {}

/** Text in UTF-16, as Excel's "Unicode text", as UTF-8. */
function asUtf8({ name, bytes }: NamedBytes): NamedBytes {
  return { name, bytes: isUtf16(bytes) ? new TextEncoder().encode(decodeText(bytes)) : bytes };
}

function readRows(file: NamedBytes, head: TableHead, scale: 1 | 255): LabelledRows {
  const { rows: firstRow, hasTitles, width } = head;
  const cursor = { at: firstRow, line: hasTitles ? 2 : 1 };
  const rows: Uint8Array[] = [];
  const labels: string[] = [];
  while (cursor.at < file.bytes.length) {
    const row = new Uint8Array(width ** 2);
    const label = readRow(file, cursor, head, row, scale);
    if (label === null) continue;
    labels.push(label);
    rows.push(row);
  }
  const images = new Uint8Array(rows.length * side ** 2);
  for (const [index, row] of rows.entries())
    images.set(width === side ? row : toField(row, width, width), index * side ** 2);
  return { images, labels };
}

const [blank, quote, comma, semicolon, tab, lineFeed, carriageReturn] = [32, 34, 44, 59, 9, 10, 13];

/** The one of comma, semicolon and tab that the first line has most of; blanks, as np.savetxt has them, where it has none. */
function separatorOf(bytes: Uint8Array, start: number): number {
  const counts = new Map([comma, semicolon, tab].map((code) => [code, 0]));
  for (let at = start; !isEnd(bytes, at); at++) {
    const known = counts.get(bytes[at]!);
    if (known !== undefined) counts.set(bytes[at]!, known + 1);
  }
  const [separator, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
  return count > 0 ? separator : blank;
}

/** Whether a line ends there. */
function isEnd(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.length || bytes[at] === lineFeed || bytes[at] === carriageReturn;
}

/** Past the blanks at `at`; where they part fields, a field begins there, or the line ends. */
function pastBlanks(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] === blank) end++;
  return end;
}

function pastLineEnd(bytes: Uint8Array, at: number): number {
  const next = bytes[at] === carriageReturn ? at + 1 : at;
  return bytes[next] === lineFeed ? next + 1 : next;
}

/**
 * The text of the field at `start` and where it ends: at a separator or the line's end, which quotes may hold too.
 * @source RFC 4180
 */
function fieldAt(bytes: Uint8Array, start: number, separator: number): { text: string; end: number } {
  const first = pastBlanks(bytes, start);
  if (bytes[first] === quote) {
    let close = first + 1;
    while (close < bytes.length && (bytes[close] !== quote || bytes[++close] === quote)) close++;
    const end = separator === blank ? close : pastBlanks(bytes, close);
    if (isEnd(bytes, end) || bytes[end] === separator) {
      const text = decodeText(bytes.subarray(first + 1, close - 1));
      return { text: text.replaceAll('""', '"').trim(), end };
    }
  }
  let end = start;
  while (!isEnd(bytes, end) && bytes[end] !== separator) end++;
  return { text: decodeText(bytes.subarray(start, end)).trim(), end };
}

/** The fields of the line at `start` as text, and where the next begins. */
function firstLine(bytes: Uint8Array, start: number, separator: number) {
  const fields: string[] = [];
  let at = separator === blank ? pastBlanks(bytes, start) : start;
  for (;;) {
    const { text, end } = fieldAt(bytes, at, separator);
    fields.push(text);
    at = separator === blank ? pastBlanks(bytes, end) : end;
    if (isEnd(bytes, at)) return { fields, end: pastLineEnd(bytes, at) };
    if (separator !== blank) at++;
  }
}

/** The number that a field says; NaN where it says none. */
function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** A label: `3` where np.savetxt wrote 3.000000000000000000e+00. */
function labelOf(text: string): string {
  return /^\d+\.\d+e[+-]\d+$/i.test(text) ? String(Number(text)) : text.normalize();
}

/** Reads one line's pixels into `row`; answers its label, null for an empty line. Most pixels are read without text. */
function readRow(
  { bytes, name }: NamedBytes,
  cursor: { at: number; line: number },
  { labelColumn, indexColumn, separator }: TableHead,
  row: Uint8Array,
  scale: 1 | 255,
): string | null {
  const line = cursor.line++;
  let at = separator === blank ? pastBlanks(bytes, cursor.at) : cursor.at;
  let label: string | null = null;
  const refuse = (got: string, expected: string, Kind = FileError) =>
    new Kind({ file: name, offset: at, got: `${got} in line ${line}`, expected });
  let column = 0;
  for (let pixel = 0; ; column++) {
    const start = at;
    let value = 0;
    let text: string | null = null;
    while (bytes[at]! >= 48 && bytes[at]! <= 57) value = value * 10 + bytes[at++]! - 48;
    if (at === start || column === labelColumn || !(isEnd(bytes, at) || bytes[at] === separator))
      ({ text, end: at } = fieldAt(bytes, start, separator));
    if (column === labelColumn) label = labelOf(text ?? "");
    else if (column !== indexColumn && (at > start || column > 0)) {
      if (pixel === row.length) throw refuse(`more than ${row.length + 1} fields`, `${row.length + 1}`);
      const level = scale * (text === null ? value : numberOf(text));
      if (!(level >= 0 && level <= 255) || (scale === 1 && !Number.isInteger(level))) {
        at = start;
        const got = `${JSON.stringify(fieldAt(bytes, start, separator).text)} as a pixel`;
        const isFraction = level > 0 && level < 1;
        throw refuse(
          got,
          "a whole number from 0 to 255, or 0 to 1 in all",
          isFraction ? FractionError : FileError,
        );
      }
      row[pixel++] = Math.round(level);
    }
    if (separator === blank) at = pastBlanks(bytes, at);
    if (!isEnd(bytes, at)) {
      if (separator !== blank) at++;
      continue;
    }
    cursor.at = pastLineEnd(bytes, at);
    if (column === 0 && (label === null || label === "")) return null;
    if (pixel !== row.length) throw refuse(`${column + 1} fields`, `${row.length + 1}`);
    if (label === null || label === "") throw refuse("an empty label", "a label in every line");
    return label;
  }
}

/** Tables to learn from and to check with, as pictures of the classes that their labels name. */
export function digitsOfTables(
  train: LabelledRows,
  valid: LabelledRows | null,
  named: readonly string[] | undefined,
  source: string,
): SplitParts {
  const found = [...new Set([...train.labels, ...(valid?.labels ?? [])])].sort(byNumber);
  const isDigits = found.every((label) => /^\d$/.test(label));
  const labels = isDigits ? [..."0123456789"] : found;
  const classes = named !== undefined && isDigits && named.length <= 10 ? named : labels;
  const part = (rows: LabelledRows): DigitImages => ({
    images: rows.images,
    labels: Uint8Array.from(rows.labels, (label) => labels.indexOf(label)),
    width: side,
    height: side,
    classes,
    source,
  });
  return { train: part(train), valid: valid && part(valid) };
}
