/**
 * How long the readers take: MNIST_HOME=… node --conditions=@mnist/source --import=tsx tooling/bench/data/read-mnist.ts
 * One line a job: the median of five runs in ms, and what the process's peak grew by over its idle size.
 * Each job runs in a process of its own, as a program's first reading does. The peer is pngjs on the same entries.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  archiveEntries,
  loadDigits,
  loadMnist,
  loadMnistSample,
  URLs,
} from "../../../packages/data/src/index.js";

const home = process.env.MNIST_HOME;
if (home === undefined) throw new Error("set MNIST_HOME to a folder with the IDX files and mnist_png.tgz");
const archive = join(home, "mnist_png.tgz");

/** Decodes every picture of the archive with pngjs, which answers RGBA. */
function withPngjs(): void {
  const { PNG } = createRequire(new URL("../../../packages/data/package.json", import.meta.url))("pngjs");
  const images = new Uint8Array(70_000 * 784);
  let at = 0;
  for (const { kind, data } of archiveEntries(archive)) {
    if (kind !== "file") continue;
    const rgba: Uint8Array = PNG.sync.read(Buffer.from(data)).data;
    for (let pixel = 0; pixel < 784; pixel++) images[at++] = rgba[pixel * 4]!;
  }
}

const jobs: Record<string, () => unknown> = {
  "70,000 PNGs of mnist_png.tgz": () => loadDigits(URLs.MNIST, { home, offline: true }),
  "the same through pngjs": withPngjs,
  "four IDX files, in their order": () => loadMnist({ home, offline: true, order: "file" }),
  "four IDX files, class by class": () => loadMnist({ home, offline: true }),
  "14,434 PNGs of mnist_sample.tgz": () => loadMnistSample({ home, offline: true }),
};

const [, , chosen] = process.argv;
if (chosen === undefined) {
  console.log(`Node ${process.version}, ${home}`);
  for (const name of Object.keys(jobs)) {
    const runs = Array.from({ length: 5 }, () => {
      const child = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), name]);
      return JSON.parse(child.stdout.toString()) as { milliseconds: number; megabytes: number };
    });
    const median = (values: number[]) => values.sort((left, right) => left - right)[2]!;
    const time = Math.round(median(runs.map(({ milliseconds }) => milliseconds)));
    const memory = Math.round(median(runs.map(({ megabytes }) => megabytes)));
    console.log(
      `${name.padEnd(34)} ${String(time).padStart(6)} ms ${String(memory).padStart(5)} MB over idle`,
    );
  }
} else {
  const idle = process.memoryUsage().rss;
  const start = performance.now();
  await jobs[chosen]?.();
  const milliseconds = performance.now() - start;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - idle) / 1e6;
  console.log(JSON.stringify({ milliseconds, megabytes }));
}
