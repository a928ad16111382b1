import type { CommandSpec } from "../../command-line/command.js";
import { count } from "../../command-line/kinds.js";

const folder = { name: "<folder>", meaning: "the folder of the sweep" };

export const sweep: CommandSpec = {
  name: "sweep",
  summary: "train with many settings, on this machine's cores or on the workers of a Redis server",
  arguments: [{ name: "<spec>", meaning: "the sweep's description, JSON or YAML; or show, export" }],
  options: [
    { flags: "-o, --out <folder>", meaning: "where sweeps go", default: "sweeps" },
    {
      flags: "--redis [url]",
      meaning: "hand the trials to a queue; without the address to that of MNIST_REDIS_URL",
    },
    {
      flags: "-c, --concurrency <n>",
      meaning: "trials at once on this machine, one a core unless said",
      kind: count,
    },
    { flags: "--json", meaning: "one JSON object a line on standard output, nothing else" },
  ],
  children: [
    {
      name: "show",
      summary: "a sweep's trials, the best first, and how they got there",
      arguments: [folder],
      load: async () => ({ run: (await import("./run.js")).showSweep }),
    },
    {
      name: "export",
      summary: "a sweep's trials as JSON, a line each",
      arguments: [folder],
      load: async () => ({ run: (await import("./run.js")).exportSweep }),
    },
  ],
  load: () => import("./run.js"),
};
