import pc from "picocolors";
import { plain } from "./harmless.js";

/** How each digit (row) was read (columns), in percent of its pictures; "·" for none. */
export function confusionTable(digits: readonly string[], confusion: readonly (readonly number[])[]): string {
  const names = digits.map(plain);
  const room = Math.floor(((process.stdout.columns || 80) - 9) / digits.length);
  const cell = (text: string): string => text.padStart(Math.min(5, Math.max(3, room)));
  const rows = confusion.map((counts, row) => {
    const total = Math.max(
      counts.reduce((sum, count) => sum + count, 0),
      1,
    );
    const cells = counts.map((count, column) => {
      const percent = Math.round((100 * count) / total);
      const text = cell(percent === 0 ? "·" : String(percent));
      return column === row ? pc.bold(text) : text;
    });
    return `${names[row]!.padStart(8)} ${cells.join("")}`;
  });
  return [pc.bold(`${"read as".padStart(8)} ${names.map(cell).join("")}`), ...rows].join("\n");
}
