import type { ConfusionMatrix } from "../metrics/class-scores.js";

/** Cells of text side by side, to the right of their columns. */
export function printRows(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padStart(widths[column]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A confusion matrix as text, a row for each actual class; what never happened is a dot. */
export function printMatrix(matrix: ConfusionMatrix, classes: readonly string[]): string {
  const rows = matrix.map((row, i) => [
    classes[i]!,
    ...row.map((count) => (count === 0 ? "·" : String(count))),
  ]);
  return printRows([["actual \\ predicted", ...classes], ...rows]);
}
