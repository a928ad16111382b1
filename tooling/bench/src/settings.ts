import { parseArgs } from "node:util";
import type { Job } from "./job.js";
import { jobs } from "./jobs/jobs.js";
import type { RunSettings } from "./run-job.js";

export interface BenchSettings extends RunSettings {
  readonly jobs: readonly Job[];
  /** Whether to train every recipe and hold its accuracy against what is promised. */
  readonly accuracy: boolean;
  readonly peers: boolean;
  readonly docs: boolean;
}

export const usage = `usage: pnpm bench [job …] [--threads 1,2] [--rounds 5] [--no-peers] [--docs]

jobs: ${jobs.map(({ name }) => name).join(", ")}; all of these but webgpu unless some are named
webgpu      on a graphics processor, in Chrome beside jax-js and TensorFlow.js, and in Node beside the CPU and PyTorch
accuracy    what each recipe reads of MNIST, which takes minutes and is left out unless named
--no-peers  only what is ours
--docs      write the figures and the plot into docs/performance.md
MNIST_HOME names a folder with MNIST's files; without it digits are drawn. PYTHON names a Python with PyTorch,
CHROMIUM_PATH a Chrome.`;

/** @throws Error with what was wrong. */
export function readSettings(args: readonly string[]): BenchSettings | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      threads: { type: "string", default: "1,2" },
      rounds: { type: "string", default: "5" },
      "no-peers": { type: "boolean", default: false },
      docs: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  return {
    jobs:
      positionals.length === 0
        ? jobs.filter(({ isNamedOnly }) => isNamedOnly !== true)
        : positionals.filter((each) => each !== "accuracy").map(findJob),
    accuracy: positionals.includes("accuracy"),
    threads: values.threads.split(",").map((each) => wholeNumber("--threads", each)),
    rounds: wholeNumber("--rounds", values.rounds),
    peers: !values["no-peers"],
    docs: values.docs,
  };
}

function findJob(name: string): Job {
  const job = jobs.find((each) => each.name === name);
  if (job === undefined)
    throw new Error(
      `got the job ${name}; expected ${[...jobs.map((each) => each.name), "accuracy"].join(", ")}`,
    );
  return job;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option}: got ${text}; expected whole numbers from 1 up`);
  return value;
}
