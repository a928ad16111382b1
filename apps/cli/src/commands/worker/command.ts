import type { CommandSpec } from "../../command-line/command.js";
import { count } from "../../command-line/kinds.js";

export const worker: CommandSpec = {
  name: "worker",
  summary:
    "train the trials of sweeps that were handed to a Redis server; SIGTERM lets it finish what it has",
  options: [
    { flags: "--redis <url>", meaning: "the server; its password may be in the variable MNIST_REDIS_URL" },
    { flags: "-c, --concurrency <n>", meaning: "trials at once", kind: count, default: 1 },
    {
      flags: "--lock <seconds>",
      meaning: "a worker that is silent for so long loses its trial to another",
      kind: count,
      default: 30,
    },
    {
      flags: "--checkpoints <folder>",
      meaning: "keep checkpoints in a folder that all workers share, not in Redis",
    },
    { flags: "--embedded", meaning: "train what the process that started this one sends" },
  ],
  load: () => import("./run.js"),
};
