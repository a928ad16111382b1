import pc from "picocolors";
import { optionsOf, readRun, runNames, runsFolder, type SavedRun } from "../../saved-run.js";
import { tableHead, tableRow } from "../../terminal/epoch-table.js";
import { plain } from "../../terminal/harmless.js";
import { removableRuns, removeRun } from "./remove-run.js";

async function allRuns(): Promise<SavedRun[]> {
  const runs: SavedRun[] = [];
  for (const name of await runNames()) {
    try {
      runs.push(await readRun(name));
    } catch (error) {
      console.error(`${pc.yellow("note")} ${plain(`${name}: ${(error as Error).message}`)}`);
    }
  }
  return runs;
}

export async function list({ json = false }: { readonly json?: boolean }): Promise<void> {
  const runs = await allRuns();
  if (runs.length === 0 && !json) console.log(`no runs in ${runsFolder()} yet; mnist train digits makes one`);
  for (const run of runs) {
    const { name, folder, config, epochs, best } = run;
    if (json) {
      console.log(JSON.stringify({ name, folder, config, epochs: epochs.length, best: best ?? null }));
      continue;
    }
    const accuracy = best?.metrics.accuracy?.toFixed(4) ?? "–";
    console.log(
      `${plain(name).padEnd(30)} ${accuracy.padStart(6)}  ${String(epochs.length).padStart(3)} ${epochs.length === 1 ? "epoch " : "epochs"}  ${pc.dim(plain(optionsOf(run)))}`,
    );
  }
}

export async function show(name: string): Promise<void> {
  const run = await readRun(name);
  console.log(`${pc.bold(plain(run.name))}  ${run.config.recipe} ${plain(optionsOf(run))}`);
  console.log(tableHead(Object.keys(run.epochs[0]?.metrics ?? {})));
  for (const epoch of run.epochs) console.log(tableRow(epoch, epoch === run.best));
}

export async function remove(names: readonly string[]): Promise<void> {
  const runs = await removableRuns(await Promise.all(names.map(readRun))); // all of them are there, or none is removed
  for (const run of runs) {
    const { others, checkpoints } = await removeRun(run);
    const kept = others.length === 0 ? "" : `; what else lies there stays: ${others.join(", ")}`;
    const elsewhere =
      checkpoints.length === 0 ? "" : `; its checkpoints stay in ${checkpoints.join(" and ")}`;
    console.log(plain(`${run.folder} is removed${kept}${elsewhere}`));
  }
}
