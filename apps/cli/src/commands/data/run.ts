import { readdir, rm } from "node:fs/promises";
import {
  type DataSource,
  type DigitImages,
  dataFolders,
  describeReport,
  locateDigits,
  selectImages,
  showBatch,
  untarData,
} from "@mnist/data";
import { Generator, randperm } from "@mnist/tensor";
import pc from "picocolors";
import { didYouMean } from "../../command-line/closest.js";
import { UsageError } from "../../command-line/errors.js";
import { datasetNames, findSource, loadData, whileFetching } from "../../data.js";
import { plain } from "../../terminal/harmless.js";
import { picture } from "../../terminal/picture.js";
import { writePicture } from "../../write-picture.js";

export function list({ json = false }: { readonly json?: boolean }): void {
  const sets = datasetNames.map((name) => ({ name, path: locateDigits(findSource(name)!) ?? null }));
  if (json) {
    for (const set of [{ name: "strokes", path: null }, ...sets]) console.log(JSON.stringify(set));
    return;
  }
  console.log(`${"strokes".padEnd(14)}drawn from a seed, no network needed`);
  for (const { name, path } of sets)
    console.log(`${name.padEnd(14)}${path ?? pc.dim(`not here; mnist data get ${name}`)}`);
}

export async function get(
  name: string,
  { mirror, offline = false }: { mirror?: string[]; offline?: boolean },
): Promise<void> {
  const source = sourceOf(name);
  const mirrors = mirror === undefined ? {} : { mirrors: mirror };
  const path = await whileFetching((fetching) => untarData(source, { ...mirrors, offline, ...fetching }));
  console.log(`${name} is in ${path}`);
}

/** @throws UsageError where no data set has the name. */
function sourceOf(name: string): DataSource {
  const source = findSource(name);
  if (source !== undefined) return source;
  if (name === "strokes")
    throw new UsageError("strokes are drawn from a seed when they are asked for: there is nothing to get.");
  throw new UsageError(
    `no data set called ${JSON.stringify(name)}. Data sets: ${datasetNames.join(", ")}.${didYouMean(name, datasetNames)} Try mnist data list.`,
  );
}

export function path(name: string): void {
  const place = locateDigits(sourceOf(name));
  if (place === undefined) throw new Error(`${name} is not here. Try mnist data get ${name}.`);
  console.log(place);
}

export async function verify(name: string): Promise<void> {
  const { train, valid, report } = await loadData(name, { samples: 600, seed: 42, offline: true });
  for (const [part, { labels, classes, source }] of Object.entries({ train, valid })) {
    const counts = classes.map(() => 0);
    for (const label of labels) counts[label]!++;
    console.log(
      `${pc.green("✓")} ${part.padEnd(6)}${labels.length.toLocaleString("en-US").padStart(7)} pictures  ${pc.dim(plain(source))}`,
    );
    console.log(`  ${classes.map((each, i) => `${plain(each)}: ${counts[i]}`).join("  ")}`);
  }
  if (report !== undefined) console.log(pc.dim(describeReport({ train, valid, report })));
}

export async function clean({ yes = false }: { readonly yes?: boolean }): Promise<void> {
  const { home, cache } = dataFolders();
  if (cache === home)
    throw new Error(
      `${cache} is MNIST_HOME, which is a person's own folder. Remove from it what you mean to.`,
    );
  const entries = await readdir(cache).catch(() => []);
  if (entries.length === 0) console.log(`${cache} holds nothing.`);
  else if (!yes) console.log(`${cache} holds ${entries.join(", ")}. mnist data clean --yes removes it.`);
  else {
    await rm(cache, { recursive: true, force: true });
    console.log(`${cache} is removed.`);
  }
}

interface ShowOptions {
  readonly dataset?: string;
  readonly index?: number;
  readonly count: number;
  readonly valid?: boolean;
  readonly out?: string;
  readonly offline?: boolean;
  readonly seed: number;
}

export async function show(
  given: string | undefined,
  { dataset = given ?? "strokes", index, count, valid = false, out, offline = false, seed }: ShowOptions,
): Promise<void> {
  if (given !== undefined && given !== dataset)
    throw new UsageError(`--dataset ${dataset}: ${given} is asked for, too. Leave out one of them.`);
  if (out !== undefined && count > 1) throw new UsageError("--out writes one picture; leave out --count.");
  const first = index ?? 1;
  const last = first + count - 1;
  const { train, valid: held } = await loadData(dataset, { samples: Math.max(last * 6, 10), seed, offline });
  const digits = valid ? held : train;
  if (last > digits.labels.length) {
    const had = `${digits.source} has ${digits.labels.length} ${valid ? "validation" : "training"} pictures`;
    throw new UsageError(`--index ${first}${count > 1 ? ` --count ${count}` : ""}, but ${had}.`);
  }
  const isDrawn = index === undefined && count > 1;
  const places = isDrawn
    ? Array.from(
        randperm(digits.labels.length, { generator: new Generator(seed) })
          .dataSync()
          .slice(0, count),
      )
    : Array.from({ length: count }, (_, place) => first - 1 + place);
  const { images, labels } = selectImages(digits, Uint32Array.from(places));
  if (out !== undefined) await writePicture(out, images, `a ${digits.classes[labels[0]!]}`);
  else if (count === 1) console.log(picture(images));
  else console.log(showBatch({ ...digits, images, labels }, { count, columns: columnsOf(digits) }));
  const name = count === 1 ? `${digits.classes[labels[0]!]}` : `${count} pictures`;
  const where = isDrawn ? `drawn by seed ${seed} from` : `${count === 1 ? "picture" : "from"} ${first} of`;
  console.log(`${pc.bold(name)}  ${pc.dim(`${where} ${digits.source}`)}`);
}

/** Pictures side by side in the terminal, each with a gap of two. */
function columnsOf({ width }: DigitImages): number {
  return Math.max(1, Math.floor(((process.stdout.columns ?? 120) + 2) / (width + 2)));
}
