import type { CommandSpec } from "../../command-line/command.js";
import { keyOf } from "../../command-line/command.js";
import { deviceOption } from "../../command-line/device-option.js";
import { number } from "../../command-line/kinds.js";
import { recipeNames, settings } from "../train/settings.js";

const shared = ["dataset", "samples", "batchSize", "hidden", "rawPixels", "seed"];

export const lrFind: CommandSpec = {
  name: "lr-find",
  summary: "find a learning rate: the loss as the rate rises from batch to batch",
  arguments: [{ name: "<recipe>", meaning: recipeNames.slice(1).join(", "), choices: recipeNames.slice(1) }],
  options: [
    ...settings.filter((setting) => shared.includes(keyOf(setting))),
    { flags: "--start <rate>", meaning: "the first rate", kind: number({ above: 0 }), default: 1e-7 },
    { flags: "--end <rate>", meaning: "the last one", kind: number({ above: 0 }), default: 10 },
    {
      flags: "--steps <n>",
      meaning: "batches from the one to the other",
      kind: number({ from: 10, whole: true }),
      default: 100,
    },
    { flags: "--plot <file>", meaning: "also draw it there (.svg, .png, or .json for Vega-Lite)" },
    deviceOption,
    { flags: "--offline", meaning: "never ask the network for data" },
    { flags: "--json", meaning: "one JSON object on standard output" },
  ],
  examples: ["lr-find digits -d strokes"],
  load: () => import("./run.js"),
};
