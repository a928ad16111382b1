import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { launchChrome } from "./browser/chrome.js";
import { type Contestant, isOurs } from "./job.js";
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
  const jobs = settings.jobs.map((job) => ({
    ...job,
    contestants: job.contestants.filter((each) => settings.peers || isOurs(each)),
  }));
  const needs = (isOne: (contestant: Contestant) => boolean) =>
    jobs.some(({ contestants }) => contestants.some(isOne));
  const isInstalled = (each: Contestant) => !isOurs(each) && each.runtime !== "python";
  const chrome = needs(({ runtime }) => runtime === "browser") ? await launchChrome() : null;
  const surroundings = {
    python: needs(({ runtime }) => runtime === "python") ? findPython() : null,
    hasPeers: needs(isInstalled) && installPeers(),
    chrome: chrome?.wsEndpoint() ?? null,
    digits: digits.folder,
  };
  const conditions = [
    `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors; Node ${process.version};`,
    `digits: ${digits.name}; ${settings.rounds} rounds at most, each contestant in turn; ${new Date().toISOString().slice(0, 16)}Z`,
  ].join(" ");
  console.log(`${conditions}\n`);
  const finished = [];
  try {
    for (const job of jobs) {
      const result = await runJob(job, settings, surroundings);
      const targets = targetsOf(job, result);
      finished.push({ ...result, targets });
      console.log(`${tableOf(result)}\n${targets.map((each) => `- ${each}\n`).join("")}`);
    }
  } finally {
    await chrome?.close();
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
