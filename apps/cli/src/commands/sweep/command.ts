import type { CommandSpec, OptionSpec } from "../../command-line/command.js";
import { count } from "../../command-line/kinds.js";

const folder = { name: "<folder>", meaning: "the folder of the sweep" };

/** How trials are trained. */
const how: readonly OptionSpec[] = [
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
];

export const sweep: CommandSpec = {
  name: "sweep",
  summary: "train with many settings, on this machine's cores or on the workers of a Redis server",
  arguments: [
    { name: "<spec>", meaning: "the sweep's description, JSON or YAML; or resume, stop, show, export" },
  ],
  options: [{ flags: "-o, --out <folder>", meaning: "where sweeps go", default: "sweeps" }, ...how],
  children: [
    {
      name: "resume",
      summary: "train what is left of a sweep",
      arguments: [folder],
      options: how,
      load: async () => ({ run: (await import("./run.js")).resumeSweep }),
    },
    {
      name: "stop",
      summary: "end a sweep that another terminal trains, as Ctrl-C does there",
      arguments: [folder],
      load: async () => ({ run: (await import("./stop.js")).stopSweep }),
    },
    {
      name: "show",
      summary: "a sweep's trials, the best first, and how they got there",
      arguments: [folder],
      load: async () => ({ run: (await import("./show.js")).showSweep }),
    },
    {
      name: "export",
      summary: "a sweep's trials as JSON, a line each",
      arguments: [folder],
      load: async () => ({ run: (await import("./show.js")).exportSweep }),
    },
  ],
  load: () => import("./run.js"),
};
