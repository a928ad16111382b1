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
  const { fields, end } = fieldsOf(bytes, start, separator);
  const isTitle = (field: string) => labelTitle.test(field) || /pixel|\dx\d/i.test(field);
  const hasTitles = fields.some(isTitle);
  const labelColumn = hasTitles ? fields.findIndex((field) => labelTitle.test(field)) : 0;
  const indexColumn = hasTitles && labelColumn !== 0 && indexTitle.test(fields[0] ?? "label") ? 0 : -1;
  const side = Math.sqrt(fields.length - Number(labelColumn >= 0) - Number(indexColumn >= 0));
  const width = Number.isInteger(side) && side >= 2 ? side : Number.NaN;
  const rows = hasTitles ? end : start;
  return { start, rows, hasTitles, labelColumn, indexColumn, separator, columns: fields.length, width };
}

/** What a table holds, by its first line. */
export function tableKind({ bytes }: NamedBytes): "pictures" | "no labels" | "no pictures" {
  const { labelColumn, width } = headOf(bytes);
  if (Number.isNaN(width)) return "no pictures";
  return labelColumn < 0 ? "no labels" : "pictures";
}

/**
 * The pictures of a CSV table with a row for each: a label and the pixels 0..255, row by row, as Kaggle's Digit
 * Recognizer has them. With titles the column `label` holds the labels, wherever it stands; without, the first does.
 * @throws FileError with the line and the byte where a row isn't so.
 */
export function readPixelTable(file: NamedBytes): LabelledRows {
  const { bytes, name } = file;
  const head = headOf(bytes);
  const { start, rows: firstRow, hasTitles, columns, width } = head;
  if (Number.isNaN(width)) {
    const expected = "a label and the pixels of a square picture, such as 784 of 28×28";
    throw new FileError({ file: name, offset: start, got: `${columns} columns`, expected });
  }
  const cursor = { at: firstRow, line: hasTitles ? 2 : 1 };
  const rows: Uint8Array[] = [];
  const labels: string[] = [];
  while (cursor.at < bytes.length) {
    const row = new Uint8Array(width ** 2);
    const label = readRow(file, cursor, head, row);
    if (label === null) continue;
    labels.push(label);
    rows.push(row);
  }
  const images = new Uint8Array(rows.length * side ** 2);
  for (const [index, row] of rows.entries())
    images.set(width === side ? row : toField(row, width, width), index * side ** 2);
  return { images, labels };
}

const [quote, dot, lineFeed, carriageReturn] = [34, 46, 10, 13];

/** The one of comma, semicolon and tab that the first line has most of. */
function separatorOf(bytes: Uint8Array, start: number): number {
  const counts = new Map([44, 59, 9].map((code) => [code, 0]));
  for (let at = start; at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn; at++) {
    const known = counts.get(bytes[at]!);
    if (known !== undefined) counts.set(bytes[at]!, known + 1);
  }
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** The fields of one line as text, and where the next begins. */
function fieldsOf(
  bytes: Uint8Array,
  start: number,
  separator: number,
): { readonly fields: string[]; readonly end: number } {
  let end = start;
  while (end < bytes.length && bytes[end] !== lineFeed && bytes[end] !== carriageReturn) end++;
  const text = new TextDecoder().decode(bytes.subarray(start, end));
  if (bytes[end] === carriageReturn) end++;
  if (bytes[end] === lineFeed) end++;
  return {
    fields: text.split(String.fromCharCode(separator)).map((field) => field.trim().replace(/^"(.*)"$/, "$1")),
    end,
  };
}

/** Reads one line's pixels into `row`; answers its label, null for an empty line. Text is made of the label alone. */
function readRow(
  { bytes, name }: NamedBytes,
  cursor: { at: number; line: number },
  { labelColumn, indexColumn, separator }: TableHead,
  row: Uint8Array,
): string | null {
  const line = cursor.line++;
  let at = cursor.at;
  let label: string | null = null;
  const refuse = (got: string, expected: string) =>
    new FileError({ file: name, offset: at, got: `${got} in line ${line}`, expected });
  let column = 0;
  for (let pixel = 0; ; column++) {
    const start = at;
    let value = 0;
    let isNumber = true;
    let isPastDot = false;
    while (
      at < bytes.length &&
      bytes[at] !== separator &&
      bytes[at] !== lineFeed &&
      bytes[at] !== carriageReturn
    ) {
      const digit = bytes[at]! - 48;
      if (isPastDot && digit !== 0) isNumber = false;
      else if (digit >= 0 && digit <= 9) value = isPastDot ? value : value * 10 + digit;
      else if (bytes[at] === dot) isPastDot = true;
      else if (bytes[at] !== quote && bytes[at] !== 32) isNumber = false;
      at++;
    }
    const text = () => new TextDecoder().decode(bytes.subarray(start, at)).trim().replaceAll('"', "");
    if (column === labelColumn) label = text();
    else if (column !== indexColumn && (at > start || column > 0)) {
      if (pixel === row.length) throw refuse(`more than ${row.length + 1} fields`, `${row.length + 1}`);
      if (!isNumber || at === start || value > 255) {
        at = start;
        throw refuse(
          `${JSON.stringify(text() || fieldAt(bytes, start, separator))} as a pixel`,
          "a whole number from 0 to 255",
        );
      }
      row[pixel++] = value;
    }
    if (bytes[at] === separator) {
      at++;
      continue;
    }
    if (bytes[at] === carriageReturn) at++;
    if (bytes[at] === lineFeed) at++;
    cursor.at = at;
    if (column === 0 && (label === null || label === "")) return null;
    if (pixel !== row.length) throw refuse(`${column + 1} fields`, `${row.length + 1}`);
    if (label === null || label === "") throw refuse("an empty label", "a label in every line");
    return label;
  }
}

function fieldAt(bytes: Uint8Array, start: number, separator: number): string {
  return fieldsOf(bytes, start, separator).fields[0] ?? "";
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
