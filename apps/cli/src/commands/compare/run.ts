import { extname } from "node:path";
import { plotRuns, type SeriesPlot } from "@mnist/learner/plot";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import type { SavedRun } from "../../saved-run.js";
import { writeWhole } from "../../write-whole.js";
import { runsIn } from "./runs-in.js";

export async function run(
  names: readonly string[],
  { json = false, svg }: { readonly json?: boolean; readonly svg?: string },
): Promise<void> {
  if (svg !== undefined && extname(svg).toLowerCase() !== ".svg")
    throw new UsageError(`--svg ${svg}: the name does not end with .svg.`);
  const runs = (await Promise.all(names.map(runsIn))).flat();
  if (runs.length < 2)
    throw new UsageError("compare needs two runs or more, or a sweep's folder. Try mnist runs list.");
  if (svg !== undefined) await writeWhole(svg, new TextEncoder().encode(await losses(runs).toSVG()));
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
    ["run", ...settings, "best", "accuracy", "loss", "time"],
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
  const width = widths.reduce((sum, each) => sum + each + 2, -2);
  if (width > (process.stdout.columns || Number.POSITIVE_INFINITY)) return stacked(cells);
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return [pc.bold(line(cells[0]!)), ...cells.slice(1).map(line)].join("\n");
}

/** A table's rows below each other, for a terminal that is narrower: each cell beside the head of its column. */
function stacked([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const width = Math.max(...heads.map(({ length }) => length));
  const below = ([name, ...cells]: readonly string[]): string =>
    [pc.bold(name), ...cells.map((cell, i) => `  ${heads[i + 1]!.padEnd(width)}  ${cell}`)].join("\n");
  return rows.map(below).join("\n");
}

/** The losses in validation over each other, of runs that have any. */
function losses(runs: readonly SavedRun[]): SeriesPlot {
  const trained = runs.filter(({ epochs }) => epochs.length > 0);
  return plotRuns(Object.fromEntries(trained.map(({ name, epochs }) => [name, epochs])), {
    title: "validation loss",
    yTitle: "loss",
  });
}
