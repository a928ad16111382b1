import { format } from "node:util";
import { harmless } from "./harmless.js";

/** Colours' codes, which take no place. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
const codes = /\u001b\[[0-9;]*m/g;
const widthOf = (text: string): number => [...text.replace(codes, "")].length;

const json = /^\s*[{}["\]]/;
/** A command to copy, behind a label or not. */
const command = /^\s*(?:\w+(?: \w+)? {2,})?(?:(?:npx|pnpm) )*mnist /;

/**
 * Text whose lines are no wider than `width` characters, as far as its words are not: broken between words, what goes on
 * indented. JSON is left alone.
 */
export function wrapWords(text: string, width: number, { keepCommands = false } = {}): string {
  const wrapped = text.split("\n").map((line) => {
    if (widthOf(line) <= width || json.test(line)) return line;
    return wrapLine(line, width, keepCommands && command.test(line) ? 2 : 1);
  });
  return wrapped.join("\n");
}

/** Breaks a line where it has so many spaces or more. */
function wrapLine(line: string, width: number, spaces: number): string {
  const start = line.length - line.trimStart().length;
  const deeper = Math.min(start, 4) + 2;
  const lines: string[] = [];
  let current = line.slice(0, start);
  for (const [, gap = "", word = ""] of line.slice(start).matchAll(/( *)([^ ]+)/g)) {
    const fits = widthOf(current) + gap.length + widthOf(word) <= width;
    if (fits || gap.length < spaces) current += gap + word;
    else {
      lines.push(current);
      current = " ".repeat(Math.max(0, Math.min(deeper, width - widthOf(word)))) + word;
    }
  }
  return [...lines, current].join("\n");
}

/** What is asked of a stream that may be a terminal. */
type Stream = Pick<NodeJS.WriteStream, "isTTY" | "columns">;

/** Text for a stream, which tells it nothing but colours, wrapped where that is a terminal. */
export function wrapFor(
  text: string,
  { isTTY, columns }: Stream,
  options: { readonly keepCommands?: boolean } = {},
): string {
  const shown = harmless(text);
  return isTTY && columns > 0 ? wrapWords(shown, columns, options) : shown;
}

/** Has what the console prints on a terminal break between words from now on; commands to copy stay whole. */
export function wrapConsole(): void {
  for (const [name, stream] of [
    ["log", process.stdout],
    ["error", process.stderr],
    ["warn", process.stderr],
  ] as const) {
    const print = console[name].bind(console);
    console[name] = (...values: unknown[]) =>
      print(wrapFor(format(...values), stream, { keepCommands: true }));
  }
}
