import type { Command } from "commander";
import { count } from "../options.js";
import type { SweepOptions } from "../sweep/sweep-folder.js";

/** Loaded when it is asked for: queue, plots and YAML would make every command start later. */
const work = () => import("../sweep/sweep-folder.js");

export function addSweep(program: Command): void {
  const sweep = program
    .command("sweep")
    .description("train with many settings, on this machine's cores or on the workers of a Redis server")
    .argument("<spec>", "the sweep's description, JSON or YAML; or show, export")
    .option("-o, --out <folder>", "where sweeps go", "sweeps")
    .option("--redis [url]", "hand the trials to a queue; without the address to that of MNIST_REDIS_URL")
    .option("-c, --concurrency <n>", "trials at once on this machine, one a core unless said", count)
    .option("--json", "one JSON object a line on standard output, nothing else")
    .action(async (path: string, options: SweepOptions) => (await work()).trainSweep(path, options));
  sweep
    .command("show")
    .description("a sweep's trials, the best first, and how they got there")
    .argument("<folder>", "the folder of the sweep")
    .action(async (folder: string) => (await work()).showSweep(folder));
  sweep
    .command("export")
    .description("a sweep's trials as JSON, a line each")
    .argument("<folder>", "the folder of the sweep")
    .action(async (folder: string) => (await work()).exportSweep(folder));
}
