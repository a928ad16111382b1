import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scalingSeries } from "./jobs/scaling.js";
import { plotScaling } from "./plot.js";
import { tableOf } from "./report.js";
import type { JobResult } from "./run-job.js";

const page = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));
const plot = fileURLToPath(new URL("../../../docs/performance-scaling.svg", import.meta.url));

/** Replaces what stands between a job's marks in docs/performance.md, and the plot, by these results. */
export function writeDocs(
  results: readonly (JobResult & { readonly targets: readonly string[] })[],
  conditions: string,
): void {
  let text = readFileSync(page, "utf8");
  text = replaceBetween(text, "conditions", conditions);
  for (const result of results) {
    const targets = result.targets.map((each) => `- ${each}`).join("\n");
    text = replaceBetween(
      text,
      result.name,
      targets === "" ? tableOf(result) : `${tableOf(result)}\n\n${targets}`,
    );
    if (result.name !== "scaling" || result.measurements.length === 0) continue;
    const { byWidth, byCount } = scalingSeries(result.measurements);
    writeFileSync(plot, plotScaling(byWidth, byCount));
  }
  writeFileSync(page, text);
}

/** @throws Error where the page has no such marks. */
export function replaceBetween(text: string, name: string, replacement: string): string {
  const [open, close] = [`<!-- bench ${name} -->`, `<!-- end ${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`docs/performance.md: expected ${open} and ${close}`);
  return `${text.slice(0, start + open.length)}\n${replacement}\n${text.slice(end)}`;
}
