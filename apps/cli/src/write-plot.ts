import { extname } from "node:path";
import type { Plot } from "@mnist/learner/plot";
import { UsageError } from "./command-line/errors.js";
import { writeWhole } from "./write-whole.js";

const makers: Readonly<Record<string, (plot: Plot) => string | Promise<string | Uint8Array>>> = {
  ".svg": (plot) => plot.toSVG(),
  ".png": (plot) => plot.toPNG(),
  ".json": (plot) => JSON.stringify(plot.spec, null, 2), // Vega-Lite
};

/** @throws UsageError where a plot can't be written as a file's ending says. */
export function checkPlotFile(option: string, path: string): void {
  if (!Object.hasOwn(makers, extname(path).toLowerCase()))
    throw new UsageError(`${option} ${path}: the name ends with none of ${Object.keys(makers).join(", ")}.`);
}

/** Writes a plot as its file's ending says. */
export async function writePlot(path: string, plot: Plot): Promise<void> {
  const made = await makers[extname(path).toLowerCase()]!(plot);
  await writeWhole(path, typeof made === "string" ? new TextEncoder().encode(made) : made);
}
