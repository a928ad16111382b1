import type { CommandSpec } from "../../command-line/command.js";
import { deviceOption } from "../../command-line/device-option.js";
import { count } from "../../command-line/kinds.js";

export const predict: CommandSpec = {
  name: "predict",
  summary: "read the digits in pictures",
  arguments: [
    { name: "<model>", meaning: "a run's folder, or a model that train wrote" },
    {
      name: "<images...>",
      meaning: "PNG or JPEG files of one digit each, folders of them, or - for standard input",
    },
  ],
  options: [
    { flags: "-k, --top <n>", meaning: "the n likeliest classes of each", kind: count },
    deviceOption,
    { flags: "--json", meaning: "one JSON object a line on standard output, nothing else" },
    { flags: "--show", meaning: "show each picture as the model sees it" },
    { flags: "--explain", meaning: "show what is done to each picture, step by step" },
    { flags: "--deskew", meaning: "set slanted digits upright first" },
  ],
  examples: [
    "predict runs/2026-01-31-digits-42 mine.png --top 3",
    "predict digits.safetensors scans/ --json",
  ],
  load: () => import("./run.js"),
};
