import type { CommandSpec } from "../../command-line/command.js";
import { deviceOption } from "../../command-line/device-option.js";

export const evaluate: CommandSpec = {
  name: "eval",
  summary: "say how well a model reads pictures it has not seen, and what it mixes up",
  arguments: [{ name: "<model>", meaning: "a run's folder, or a model that train wrote" }],
  options: [
    { flags: "-d, --dataset <name>", meaning: "the data (that which it learned from, unless said)" },
    { flags: "--train", meaning: "the pictures to learn from, in place of those to check with" },
    deviceOption,
    { flags: "--offline", meaning: "never ask the network for data" },
    { flags: "--json", meaning: "one JSON object on standard output" },
  ],
  examples: ["eval runs/2026-01-31-digits-42", "eval digits.safetensors -d strokes --json"],
  load: () => import("./run.js"),
};
