import type { CommandSpec } from "../../command-line/command.js";
import { deviceOption } from "../../command-line/device-option.js";
import { number } from "../../command-line/kinds.js";
import { recipeNames, settings } from "./settings.js";

export const train: CommandSpec = {
  name: "train",
  summary: "train a model by one of the notes' recipes",
  arguments: [
    {
      name: "[recipe]",
      meaning: `${recipeNames.join(", ")}; or a configuration file (.json, .yaml)`,
      choices: recipeNames,
    },
  ],
  options: [
    ...settings,
    { flags: "-o, --out <file>", meaning: "write the trained model here, too (safetensors)" },
    { flags: "--run <folder>", meaning: "the run's own folder (runs/DATE-RECIPE-SEED unless said)" },
    { flags: "--no-run", meaning: "keep no run folder" },
    { flags: "--resume [run]", meaning: "go on with a run, bit for bit" },
    { flags: "--checkpoints <folder>", meaning: "keep checkpoints there, in place of the run's folder" },
    { flags: "--config <file>", meaning: "settings from a JSON or YAML file; options go before them" },
    { flags: "--print-schema", meaning: "print the JSON schema of such a file" },
    { flags: "--init <file>", meaning: "start from the weights of a model that train or export wrote" },
    { flags: "--log <file>", meaning: "also log each epoch there (.csv or .jsonl)" },
    { flags: "--plot <file>", meaning: "also draw the losses there (.svg, .png, or .json for Vega-Lite)" },
    {
      flags: "--threads <n>",
      meaning: "threads to compute with",
      kind: number({ from: 1, to: 64, whole: true }),
    },
    deviceOption,
    { flags: "--offline", meaning: "never ask the network for data" },
    { flags: "-q, --quiet", meaning: "print the result alone" },
    { flags: "--verbose", meaning: "also print the model's layers and what each epoch was recorded as" },
    { flags: "--json", meaning: "one JSON object a line on standard output, nothing else" },
  ],
  examples: [
    "train digits                                 the notes' network on MNIST",
    "train digits -d strokes -e 3                 without a download",
    "train digits --optimizer adam --lr 0.001 --schedule one-cycle",
    "train --resume runs/2026-01-31-digits-42     go on where it stopped",
    "train runs/2026-01-31-digits-42/config.json  the same again",
  ],
  topics: () => import("./describe-recipe.js"),
  load: () => import("./run.js"),
};
