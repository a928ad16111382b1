import { extname } from "node:path";
import {
  type DigitImages,
  gradientTable,
  locateDigits,
  progressBar,
  selectImages,
  showBatch,
  toPng,
  toSvg,
  untarData,
} from "@mnist/data";
import { Generator, randperm } from "@mnist/tensor";
import type { Command } from "commander";
import pc from "picocolors";
import { datasetNames, findSource, loadData } from "../data.js";
import { UsageError } from "../errors.js";
import { writeWhole } from "../model-file.js";
import { count, seed } from "../options.js";
import { interrupted } from "../terminal/interrupt.js";
import { picture } from "../terminal/picture.js";

export function addData(program: Command): void {
  const data = program.command("data").description("get, list and look at data sets");
  data.command("list").description("the data sets there are, and where they are").action(list);
  data
    .command("get")
    .description("download a data set, once, into MNIST_HOME or the cache")
    .argument("<name>", datasetNames.join(", "))
    .option("--mirror <url...>", "addresses to try in place of the known ones; each ends with a slash")
    .option("--offline", "only say where it is; never ask the network")
    .action(get);
  data
    .command("show")
    .description("show pictures, in the terminal or as a file")
    .option("-d, --dataset <name>", "mnist, strokes, another data set, or a path", "strokes")
    .option(
      "-i, --index <n>",
      "which picture is the first, counted from 1; several are drawn by the seed unless said",
      count,
    )
    .option("-n, --count <n>", "how many pictures", count, 1)
    .option("--valid", "pictures to validate with, in place of those to train with")
    .option("-o, --out <file>", "write the picture as .png, .svg or .html (a table of its numbers)")
    .option("--offline", "never ask the network for data")
    .option("-s, --seed <n>", "seed of the strokes, and of which are shown", seed, 42)
    .action(show);
}

function list(): void {
  console.log(`${"strokes".padEnd(14)}drawn from a seed, no network needed`);
  for (const name of datasetNames) {
    console.log(
      `${name.padEnd(14)}${locateDigits(findSource(name)!) ?? pc.dim(`not here; mnist data get ${name}`)}`,
    );
  }
}

async function get(
  name: string,
  { mirror, offline = false }: { mirror?: string[]; offline?: boolean },
): Promise<void> {
  const source = findSource(name);
  if (source === undefined) {
    throw new UsageError(
      `no data set called ${JSON.stringify(name)}. Data sets: ${datasetNames.join(", ")}.`,
    );
  }
  const bar = progressBar();
  const interrupt = interrupted();
  const mirrors = mirror === undefined ? {} : { mirrors: mirror };
  try {
    const path = await untarData(source, { ...mirrors, offline, onProgress: bar, signal: interrupt.signal });
    console.log(`${name} is in ${path}`);
  } finally {
    interrupt.stop();
    bar.finish();
  }
}

interface ShowOptions {
  readonly dataset: string;
  readonly index?: number;
  readonly count: number;
  readonly valid?: boolean;
  readonly out?: string;
  readonly offline?: boolean;
  readonly seed: number;
}

async function show({
  dataset,
  index,
  count,
  valid = false,
  out,
  offline = false,
  seed,
}: ShowOptions): Promise<void> {
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
  if (out !== undefined) await write(out, images, `a ${digits.classes[labels[0]!]}`);
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

async function write(path: string, pixels: Uint8Array, title: string): Promise<void> {
  const size = { width: 28, height: 28 };
  switch (extname(path).toLowerCase()) {
    case ".png":
      return await writeWhole(path, toPng(pixels, size));
    case ".svg":
      return await writeWhole(path, new TextEncoder().encode(toSvg(pixels, { ...size, title })));
    case ".html": {
      const head = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${title}</title>\n`;
      return await writeWhole(
        path,
        new TextEncoder().encode(`${head}${gradientTable(pixels, size)}\n</html>\n`),
      );
    }
    default:
      throw new UsageError(`--out ${path}: the name ends with none of .png, .svg and .html.`);
  }
}
