import { strokes } from "@mnist/data";
import pc from "picocolors";
import { loadData } from "../../data.js";
import { progressBar } from "../../terminal/progress.js";
import { runTransfer, transferJobs } from "./transfer.js";

interface TransferCommandOptions {
  readonly samples: number;
  readonly seed: number;
  readonly offline?: boolean;
  readonly json?: boolean;
}

export async function run({
  samples,
  seed,
  offline = false,
  json = false,
}: TransferCommandOptions): Promise<void> {
  const say = json ? () => {} : (line: string) => console.log(line);
  const { valid: real } = await loadData("mnist", { samples: 0, seed: 0, offline });
  const started = performance.now();
  const drawn = strokes({ count: samples, seed });
  const drawSeconds = (performance.now() - started) / 1000;
  say(`learned from  ${samples} of ${drawn.source}, drawn in ${drawSeconds.toFixed(1)} s`);
  say(`read          ${real.labels.length} of ${real.source}\n`);
  say(
    pc.bold(
      `${"recipe".padEnd(18)}${"epochs".padStart(6)}${"accuracy".padStart(11)}${"training".padStart(12)}`,
    ),
  );
  for (const job of transferJobs) {
    const callbacks = json ? [] : [progressBar(job.recipe.defaults.batchSize)];
    const result = await runTransfer(job, drawn, real, { seed, callbacks });
    const { recipe, epochs, accuracy, trainSeconds } = result;
    if (json) console.log(JSON.stringify({ ...result, samples, seed, data: real.source }));
    say(
      `${recipe.padEnd(18)}${String(epochs).padStart(6)}${accuracy.toFixed(4).padStart(11)}${`${trainSeconds.toFixed(1)} s`.padStart(12)}`,
    );
  }
}
