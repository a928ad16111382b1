import pc from "picocolors";
import chart from "simple-ascii-chart";
import { UsageError } from "../../command-line/errors.js";
import { readRun, type SavedRun } from "../../saved-run.js";

export async function run(
  names: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  if (names.length < 2) throw new UsageError("compare needs two runs or more. Try mnist runs list.");
  const runs = await Promise.all(names.map(readRun));
  if (json) {
    for (const { name, config, best, epochs } of runs)
      console.log(JSON.stringify({ name, config, best: best ?? null, epochs }));
    return;
  }
  console.log(table(runs));
  console.log(`\n${losses(runs)}`);
}

/** The settings that are not the same in all runs. */
function differing(runs: readonly SavedRun[]): string[] {
  const keys = [...new Set(runs.flatMap(({ config }) => Object.keys(config)))];
  return keys.filter((key) => new Set(runs.map(({ config }) => JSON.stringify(config[key]))).size > 1);
}

function table(runs: readonly SavedRun[]): string {
  const settings = differing(runs);
  const cells = [
    ["run", ...settings, "best epoch", "accuracy", "valid loss", "time"],
    ...runs.map(({ name, config, best, epochs }) => [
      name,
      ...settings.map((key) => (config[key] === undefined ? "·" : String(config[key]))),
      String(best?.epoch ?? "–"),
      best?.metrics.accuracy?.toFixed(4) ?? "–",
      best?.validLoss?.toFixed(4) ?? "–",
      `${epochs.reduce((sum, { seconds, validSeconds }) => sum + seconds + validSeconds, 0).toFixed(1)} s`,
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return [pc.bold(line(cells[0]!)), ...cells.slice(1).map(line)].join("\n");
}

function losses(runs: readonly SavedRun[]): string {
  const series = runs.map(({ epochs }) =>
    epochs
      .filter(({ validLoss }) => Number.isFinite(validLoss))
      .map(({ epoch, validLoss }): [number, number] => [epoch, validLoss]),
  );
  if (series.some((points) => points.length < 2)) return pc.dim("(a chart takes two epochs of each run)");
  const colors = ["ansiCyan", "ansiYellow", "ansiMagenta", "ansiGreen", "ansiRed", "ansiBlue"] as const;
  return chart(series, {
    width: Math.min(70, (process.stdout.columns || 80) - 14),
    height: 14,
    title: "validation loss over epochs",
    ...(pc.isColorSupported && { color: series.map((_, i) => colors[i % colors.length]!) }),
    legend: { position: "bottom", series: runs.map(({ name }) => name) },
  });
}
