import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { accuracy } from "./jobs/accuracy.js";
import { tableOf, targetsOf } from "./report.js";
import { runJob } from "./run-job.js";
import { readSettings, usage } from "./settings.js";
import { findDigits, findPython, installPeers } from "./surroundings.js";
import { writeDocs } from "./write-docs.js";

const results = new URL("../results/", import.meta.url);

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2));
  if (settings === null) return console.log(usage);
  if (settings.accuracy && !(await accuracy())) process.exitCode = 1;
  if (settings.jobs.length === 0) return;
  const digits = settings.jobs.some(({ readsDigits }) => readsDigits)
    ? findDigits()
    : { folder: "", name: "none" };
  const needs = (runtime: string) =>
    settings.peers &&
    settings.jobs.some(({ contestants }) => contestants.some((each) => each.runtime === runtime));
  const surroundings = {
    python: needs("python") ? findPython() : null,
    hasPeers: needs("peers") && installPeers(),
    digits: digits.folder,
  };
  const conditions = [
    `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors; Node ${process.version};`,
    `digits: ${digits.name}; ${settings.rounds} rounds at most, each contestant in turn; ${new Date().toISOString().slice(0, 16)}Z`,
  ].join(" ");
  console.log(`${conditions}\n`);
  const finished = [];
  for (const job of settings.jobs) {
    const contestants = job.contestants.filter(({ runtime }) => settings.peers || runtime === "ours");
    const result = await runJob({ ...job, contestants }, settings, surroundings);
    const targets = targetsOf(job, result);
    finished.push({ ...result, targets });
    console.log(`${tableOf(result)}\n${targets.map((each) => `- ${each}\n`).join("")}`);
  }
  mkdirSync(results, { recursive: true });
  const file = new URL(
    `${settings.jobs
      .map(({ name }) => name)
      .join("+")
      .slice(0, 80)}.json`,
    results,
  );
  writeFileSync(file, JSON.stringify({ conditions, threads: settings.threads, jobs: finished }, null, 2));
  console.log(`written to ${fileURLToPath(file)}`);
  if (settings.docs) writeDocs(finished, conditions);
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
