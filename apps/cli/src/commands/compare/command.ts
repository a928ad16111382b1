import type { CommandSpec } from "../../command-line/command.js";

export const compare: CommandSpec = {
  name: "compare",
  summary: "put runs beside each other: the settings that differ, best epochs, losses in one chart",
  arguments: [
    { name: "<runs...>", meaning: "runs' folders, or their names; a sweep's folder for its trials" },
  ],
  options: [
    { flags: "--svg <file>", meaning: "also draw the losses there" },
    { flags: "--json", meaning: "one JSON object a line on standard output" },
  ],
  examples: ["compare 2026-01-31-digits-42 2026-01-31-digits-42-2", "compare sweeps/rates-1a2b3c4d"],
  load: () => import("./run.js"),
};
