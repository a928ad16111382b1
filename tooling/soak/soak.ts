/** `pnpm soak [mutations]`: damaged files of every format, read; the table of docs/reliability.md is made of what came out. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { gzipSync } from "node:zlib";
import { gunzip } from "../../packages/data/src/archives/gzip.js";
import { readTar } from "../../packages/data/src/archives/tar.js";
import { readZip } from "../../packages/data/src/archives/zip.js";
import { readCsv } from "../../packages/data/src/csv.js";
import { readIdx } from "../../packages/data/src/idx.js";
import { decodePng } from "../../packages/data/src/images/png/decode-png.js";
import { makeTar, makeZip } from "../../packages/data/src/testing/make-archive.js";
import { makePng } from "../../packages/data/src/testing/make-png.js";
import { seeded } from "../../packages/data/src/testing/random.js";
import { readState } from "../../packages/learner/src/state/state-file.js";
import { smallLearner } from "../../packages/learner/src/testing/small-learner.js";
import { moduleFromJSON } from "../../packages/nn/src/formats/from-json.js";
import { loadNpy, saveNpy } from "../../packages/nn/src/formats/npy.js";
import { loadNpz, saveNpz } from "../../packages/nn/src/formats/npz.js";
import { loadSafetensors, saveSafetensors } from "../../packages/nn/src/formats/safetensors.js";
import { Linear, ReLU, Sequential } from "../../packages/nn/src/index.js";
import { DataError, Generator, randn } from "../../packages/tensor/src/index.js";

interface Format {
  readonly name: string;
  readonly whole: Uint8Array;
  read(bytes: Uint8Array): unknown;
}

const count = Number(process.argv[2] ?? 20_000);
const random = new Generator(1);
const below = (limit: number): number => random.random32() % limit;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const silent = { onWarning: (): void => {} };

async function formats(): Promise<Format[]> {
  const tensors = { "0.weight": randn([6, 4]), "0.bias": randn([6]) };
  const entries = [{ name: "a/" }, { name: "a/b", data: text("some text") }, { name: "c", data: text("c") }];
  const learner = smallLearner();
  await learner.fit(1, 0.01);
  const json = (bytes: Uint8Array) =>
    moduleFromJSON(JSON.parse(new TextDecoder().decode(bytes)), {}, { maximumElements: 1e6 });
  const png = makePng({
    width: 9,
    height: 7,
    bitDepth: 8,
    colorType: 6,
    interlaced: false,
    random: seeded(1),
  });
  return [
    { name: "safetensors", whole: await saveSafetensors(tensors), read: (bytes) => loadSafetensors(bytes) },
    { name: "checkpoint", whole: await learner.save(), read: (bytes) => readState({ name: "state", bytes }) },
    { name: "npz", whole: await saveNpz(tensors, { compressed: true }), read: (bytes) => loadNpz(bytes) },
    { name: "npy", whole: await saveNpy(tensors["0.weight"]), read: (bytes) => loadNpy(bytes) },
    {
      name: "module JSON",
      whole: text(JSON.stringify(new Sequential(new Linear(4, 6), new ReLU()))),
      read: json,
    },
    { name: "tar", whole: makeTar(entries), read: (bytes) => [...readTar(bytes, silent)] },
    {
      name: "gzip",
      whole: new Uint8Array(gzipSync(makeTar(entries))),
      read: (bytes) => gunzip(bytes, silent),
    },
    {
      name: "zip",
      whole: makeZip({ "a/b": text("some text"), c: text("c") }),
      read: (bytes) => [...readZip(bytes)],
    },
    { name: "png", whole: png, read: (bytes) => decodePng(bytes) },
    { name: "idx", whole: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), read: (bytes) => readIdx(bytes) },
    { name: "csv", whole: text('name,label\na,"1"\nb,2\n'), read: (bytes) => readCsv(bytes) },
  ];
}

/** The bytes cut, or with some of them, or one bit, changed, or a stretch repeated or removed. */
function mutated(whole: Uint8Array): Uint8Array {
  const bytes = whole.slice();
  const [at, kind] = [below(bytes.length), below(5)];
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) bytes[at]! ^= 1 << below(8);
  else if (kind === 2) for (let i = 0; i <= below(8); i++) bytes[below(bytes.length)] = below(256);
  else {
    const end = Math.min(bytes.length, at + below(16));
    const parts =
      kind === 3 ? [bytes.slice(0, end), bytes.slice(at)] : [bytes.slice(0, at), bytes.slice(end)];
    return Uint8Array.from(parts.flatMap((part) => [...part]));
  }
  return bytes;
}

async function soak({ name, whole, read }: Format): Promise<string> {
  const seen = { refused: 0, read: 0, untyped: 0, slowest: 0 };
  for (let round = 0; round < count; round++) {
    const bytes = mutated(whole);
    const started = performance.now();
    try {
      await read(bytes);
      seen.read++;
    } catch (error) {
      const isTyped = error instanceof DataError || (name === "module JSON" && error instanceof SyntaxError);
      seen[isTyped ? "refused" : "untyped"]++;
      if (!isTyped) console.error(name, error);
    }
    seen.slowest = Math.max(seen.slowest, performance.now() - started);
  }
  return `| ${name} | ${count} | ${seen.refused} | ${seen.read} | ${seen.untyped} | ${Math.ceil(seen.slowest)} ms |`;
}

const rows: string[] = [];
for (const format of await formats()) rows.push(await soak(format));
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
const table = [
  "| format | mutations | refused by a typed error | read | any other error | slowest |",
  "|---|---|---|---|---|---|",
  ...rows,
].join("\n");
const where = `Node ${process.version}, ${availableParallelism()} processors, at most ${memory} MB resident.`;
console.log(`${table}\n\n${where}`);
const file = new URL("../../docs/reliability.md", import.meta.url);
const [before] = readFileSync(file, "utf8").split("<!-- soak -->");
writeFileSync(file, `${before}<!-- soak -->\n\n${table}\n\n${where}\n`);
if (rows.some((row) => !row.includes("| 0 |"))) process.exitCode = 1;
