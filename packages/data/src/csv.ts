import { decodeText } from "./archives/decode-text.js";
import { FileError } from "./file-error.js";

/** One line of a table, by the names in its first line. */
export type CsvRow = Readonly<Record<string, string>>;

/**
 * Splits comma-separated text into records of fields; quotes may hold commas, line ends and doubled quotes.
 * @throws FileError on a quote that never ends, or that ends before the field does.
 * @source RFC 4180
 */
export function parseCsv(text: string, name = "CSV file"): string[][] {
  return readRecords(text, name).map(({ fields }) => fields);
}

interface CsvRecord {
  readonly fields: string[];
  /** Where it begins in the text, in characters. */
  readonly start: number;
}

function readRecords(text: string, name: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let record: string[] = [];
  let start = 0;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const plain = /[^,\r\n]*/y;
  const separator = /,|\r\n|\n|\r|$/y;
  while (at < text.length || record.length > 0) {
    let end = at;
    if (text[at] === '"') {
      end = closingQuote(text, at, name) + 1;
      record.push(text.slice(at + 1, end - 1).replaceAll('""', '"'));
    } else {
      plain.lastIndex = at;
      const field = plain.exec(text)?.[0] ?? "";
      end = at + field.length;
      record.push(field);
    }
    separator.lastIndex = end;
    const mark = separator.exec(text)?.[0];
    if (mark === undefined) {
      throw new FileError({
        file: name,
        offset: bytesBefore(text, end),
        got: "text after a closing quote",
        expected: "a comma",
      });
    }
    at = end + mark.length;
    if (mark !== ",") {
      records.push({ fields: record, start });
      record = [];
      start = at;
    }
  }
  return records;
}

/** How many bytes of UTF-8 come before a character. */
function bytesBefore(text: string, at: number): number {
  return new TextEncoder().encode(text.slice(0, at)).length;
}

/** Where the quote that opens at `start` closes; a doubled one stands for itself. */
function closingQuote(text: string, start: number, file: string): number {
  for (let at = start + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) {
      throw new FileError({
        file,
        offset: bytesBefore(text, start),
        got: "a quote that never ends",
        expected: "a closing quote",
      });
    }
    if (text[at + 1] !== '"') return at;
  }
}

/**
 * Reads a table whose first line names its columns, such as fastai's `labels.csv`. Empty lines are passed over.
 * @throws FileError where a line has more or fewer fields than there are names, or isn't CSV.
 * @example const rows = readCsv(bytes, "labels.csv"); // [{ name: "train/3/7.png", label: "0" }, …]
 */
export function readCsv(bytes: Uint8Array, name = "CSV file"): CsvRow[] {
  const text = decodeText(bytes);
  const [first, ...records] = readRecords(text, name);
  const header = first?.fields;
  if (header === undefined)
    throw new FileError({ file: name, offset: 0, got: "nothing", expected: "a line that names the columns" });
  return records
    .filter(({ fields }) => fields.length > 1 || fields[0] !== "" || header.length === 1)
    .map(({ fields: record, start }, index) => {
      if (record.length === header.length) {
        return Object.fromEntries(header.map((column, position) => [column, record[position]!]));
      }
      const got = `${record.length} fields in record ${index + 2}`;
      const offset = bytesBefore(text, start);
      throw new FileError({ file: name, offset, got, expected: `${header.length}: ${header.join(", ")}` });
    });
}
