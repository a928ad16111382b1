import { URLs, untarData } from "@mnist/data";
import type { Command } from "commander";
import pc from "picocolors";
import { loadData } from "../data.js";
import { UsageError } from "../errors.js";
import { count, seed } from "../options.js";
import { picture } from "../terminal/picture.js";

interface ShowOptions {
  readonly dataset: string;
  readonly index: number;
  readonly seed: number;
}

export function addData(program: Command): void {
  const data = program.command("data").description("get, list and look at data sets");
  data
    .command("list")
    .description("the data sets there are")
    .action(() => {
      console.log(`${"strokes".padEnd(16)} digits drawn from a seed, no network needed`);
      for (const name of Object.keys(URLs)) console.log(name.toLowerCase());
    });
  data
    .command("get")
    .description("download a data set, once, into the cache")
    .argument("<name>", Object.keys(URLs).join(", ").toLowerCase())
    .action(get);
  data
    .command("show")
    .description("show one picture")
    .option("-d, --dataset <name>", "mnist, strokes, or a path to MNIST's files", "strokes")
    .option("-i, --index <n>", "which training picture, counted from 1", count, 1)
    .option("-s, --seed <n>", "seed of the strokes", seed, 42)
    .action(show);
}

async function get(name: string): Promise<void> {
  const key = name.toUpperCase().replaceAll("-", "_");
  if (!Object.hasOwn(URLs, key)) {
    throw new UsageError(
      `no data set called ${JSON.stringify(name)}. Data sets: ${Object.keys(URLs).join(", ").toLowerCase()}.`,
    );
  }
  const path = await untarData(URLs[key as keyof typeof URLs]);
  console.log(`${name} is in ${path}`);
}

async function show({ dataset, index, seed }: ShowOptions): Promise<void> {
  const { train } = await loadData(dataset, { samples: Math.max(index, 10), seed });
  const size = train.width * train.height;
  if (index > train.labels.length) {
    throw new UsageError(
      `--index ${index}, but ${train.source} has ${train.labels.length} training pictures.`,
    );
  }
  const start = (index - 1) * size;
  console.log(picture(train.images.subarray(start, start + size)));
  console.log(
    `${pc.bold(train.classes[train.labels[index - 1]!] ?? "?")}  ${pc.dim(`picture ${index} of ${train.source}`)}`,
  );
}
