import type { Summary, SummaryRow } from "./summary-row.js";

const titles = ["Layer (type:depth-idx)", "Output Shape", "Param #", "Mult-Adds"] as const;
const leastWidths = [40, 25, 15, 15] as const;

function count(value: number): string {
  return value === 0 ? "--" : value.toLocaleString("en-US");
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

/** Each row's cells; layers are numbered within their depth, as in torchinfo. */
function cells(rows: readonly SummaryRow[]): string[][] {
  const numbers: number[] = [];
  return rows.map(({ type, depth, outputShape, params, multAdds, isRecursive }) => {
    numbers[depth] = (numbers[depth] ?? 0) + 1;
    const branch = depth < 2 ? "├─".repeat(depth) : `${"│    ".repeat(depth - 1)}└─`;
    const layer = depth === 0 ? type : `${branch}${type}: ${depth}-${numbers[depth]}`;
    return [
      layer,
      `[${outputShape.join(", ")}]`,
      isRecursive ? "(recursive)" : count(params),
      count(multAdds),
    ];
  });
}

/** A summary as torchinfo prints it. */
export function printSummary(summary: Omit<Summary, "toString">): string {
  const table = cells(summary.rows);
  const widths = leastWidths.map((least, column) =>
    Math.max(least, ...table.map((row) => row[column]!.length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(" ")
      .trimEnd();
  const rule = "=".repeat(widths.reduce((sum, width) => sum + width + 1, -1));
  const { totalParams, trainableParams, totalMultAdds, inputBytes, passBytes, paramBytes } = summary;
  const whole = (value: number): string => value.toLocaleString("en-US");
  return [
    rule,
    line(titles),
    rule,
    ...table.map(line),
    rule,
    `Total params: ${whole(totalParams)}`,
    `Trainable params: ${whole(trainableParams)}`,
    `Non-trainable params: ${whole(totalParams - trainableParams)}`,
    `Total mult-adds (M): ${megabytes(totalMultAdds)}`,
    rule,
    `Input size (MB): ${megabytes(inputBytes)}`,
    `Forward/backward pass size (MB): ${megabytes(passBytes)}`,
    `Params size (MB): ${megabytes(paramBytes)}`,
    `Estimated Total Size (MB): ${megabytes(inputBytes + passBytes + paramBytes)}`,
    rule,
  ].join("\n");
}
