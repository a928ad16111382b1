import { type PreparedStep, showImage } from "@mnist/data";
import pc from "picocolors";

/** The widest a step is shown, in characters. */
const widest = 28;
const gap = "  ";

const captions: Readonly<Record<PreparedStep["name"], string>> = {
  gray: "as gray levels",
  ink: "ink from paper",
  clean: "without lines, frames, dots",
  crop: "cut to its ink",
  deskew: "set upright",
  box: "in 20×20",
  centre: "by mass in 28×28",
  resize: "scaled whole to 28×28",
};

/** The colours' codes in a line of text, which take no place. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
const codes = /\u001b\[[0-9;]*m/g;
const widthOf = (line: string): number => line.replace(codes, "").length;

/** What prepareDigit did, a picture for each step, as many side by side as `columns` characters hold. */
export function explainSteps(steps: readonly PreparedStep[], columns = process.stdout.columns ?? 80): string {
  const rows: string[][][] = [[]];
  let used = 0;
  for (const step of steps) {
    const { name, width, height, pixels } = step;
    const title = [`${name} ${width}×${height}`, captions[name]];
    const lines = [...title, ...showImage(pixels, { width, height, columns: widest }).split("\n")];
    const wide = Math.max(...lines.map(widthOf));
    if (used > 0 && used + gap.length + wide > columns) {
      rows.push([]);
      used = 0;
    }
    used += (used > 0 ? gap.length : 0) + wide;
    rows.at(-1)!.push([pc.bold(title[0]!), pc.dim(title[1]!), ...lines.slice(2)]);
  }
  return rows.map(sideBySide).join("\n\n");
}

/** Pictures as lines of text, beside each other. */
export function sideBySide(pictures: readonly (readonly string[])[]): string {
  const tallest = Math.max(...pictures.map((lines) => lines.length));
  const widths = pictures.map((lines) => Math.max(...lines.map(widthOf)));
  return Array.from({ length: tallest }, (_, row) =>
    pictures
      .map((lines, place) => {
        const line = lines[row] ?? "";
        return line + " ".repeat(widths[place]! - widthOf(line));
      })
      .join(gap)
      .trimEnd(),
  ).join("\n");
}
