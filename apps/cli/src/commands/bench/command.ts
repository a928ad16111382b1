import type { CommandSpec } from "../../command-line/command.js";
import { count, seed } from "../../command-line/kinds.js";

export const bench: CommandSpec = {
  name: "bench",
  summary: "measure",
  children: [
    {
      name: "transfer",
      summary: "train on strokes alone, then read the 10,000 real test pictures of MNIST",
      options: [
        { flags: "--samples <n>", meaning: "how many strokes to learn from", kind: count, default: 60_000 },
        {
          flags: "-s, --seed <n>",
          meaning: "seed of the strokes and of the training",
          kind: seed,
          default: 1,
        },
        { flags: "--offline", meaning: "never ask the network for MNIST" },
        { flags: "--json", meaning: "one JSON object a line on standard output, nothing else" },
      ],
      load: () => import("./run.js"),
    },
  ],
};
