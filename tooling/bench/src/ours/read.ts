import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { archiveEntries, loadDigits, loadMnist, loadMnistSample, URLs } from "@mnist/data";
import { serve } from "./serve.js";

/**
 * How long the readers take and what their process grows by over its idle size, each in a process of its own, as a
 * program's first reading does. The peer is pngjs.
 */
const home = process.env.MNIST_HOME!;
const archive = join(home, "mnist_png.tgz");

/** Decodes every picture of the archive with pngjs, which answers RGBA. */
function withPngjs(): void {
  const { PNG } = createRequire(import.meta.url)("pngjs");
  const images = new Uint8Array(70_000 * 784);
  let at = 0;
  for (const { kind, data } of archiveEntries(archive)) {
    if (kind !== "file") continue;
    const rgba: Uint8Array = PNG.sync.read(Buffer.from(data)).data;
    for (let pixel = 0; pixel < 784; pixel++) images[at++] = rgba[pixel * 4]!;
  }
}

const readers: Record<string, () => unknown> = {
  "70,000 PNGs of mnist_png.tgz": () => loadDigits(URLs.MNIST, { home, offline: true }),
  "the same through pngjs": withPngjs,
  "four IDX files, in their order": () => loadMnist({ home, offline: true }),
  "four IDX files, class by class": () => loadMnist({ home, offline: true, order: "class" }),
  "14,434 PNGs of mnist_sample.tgz": () => loadMnistSample({ home, offline: true }),
};

const [, , chosen] = process.argv;
if (chosen !== undefined) {
  const idle = process.memoryUsage().rss;
  const start = performance.now();
  await readers[chosen]?.();
  const milliseconds = performance.now() - start;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - idle) / 1e6;
  console.log(JSON.stringify({ milliseconds, megabytes }));
} else {
  const self = fileURLToPath(import.meta.url);
  const about: Record<string, string> = {};
  const read = (name: string): number => {
    const child = spawnSync(process.execPath, [...process.execArgv, self, name]);
    if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`);
    const { milliseconds, megabytes } = JSON.parse(`${child.stdout}`) as Record<string, number>;
    about[name] = `${Math.round(megabytes!)} MB over idle`;
    return milliseconds!;
  };
  await serve({
    round: () => Object.fromEntries(Object.keys(readers).map((name) => [name, read(name)])),
    about,
  });
}
