import { gzipSync } from "node:zlib";
import { deserializeModel, findRecipe, serializeModel } from "@mnist/learner";
import { Linear, ReLU, Sequential } from "@mnist/nn";
import { loadNpy, loadNpz, moduleFromJSON, saveNpy, saveNpz } from "@mnist/nn/formats";
import { randn } from "@mnist/tensor";
import { gunzip } from "../../../packages/data/src/archives/gzip.js";
import { readTar } from "../../../packages/data/src/archives/tar.js";
import { readZip } from "../../../packages/data/src/archives/zip.js";
import { readCsv } from "../../../packages/data/src/csv.js";
import { readIdx } from "../../../packages/data/src/idx.js";
import { decodeJpeg } from "../../../packages/data/src/images/jpeg/decode-jpeg.js";
import { decodePng } from "../../../packages/data/src/images/png/decode-png.js";
import { makeTar, makeZip, paxEntry } from "../../../packages/data/src/testing/make-archive.js";
import { makePng } from "../../../packages/data/src/testing/make-png.js";
import { mendPng, mendTar } from "../../../packages/data/src/testing/mutate.js";
import { seeded } from "../../../packages/data/src/testing/random.js";
import { readState } from "../../../packages/learner/src/state/state-file.js";
import { smallLearner } from "../../../packages/learner/src/testing/small-learner.js";
import { loadSafetensors, saveSafetensors } from "../../../packages/nn/src/formats/safetensors.js";
import { seal } from "../../../packages/nn/src/formats/sealed-header.js";
import { mutateHeader, mutateTree } from "./json-tree.js";

/** A kind of file that is read from strangers. */
export interface Format {
  readonly name: string;
  readonly whole: Uint8Array;
  read(bytes: Uint8Array): unknown;
  /** A copy with its structure damaged, where the format has one beside its bytes. */
  mutateStructure?(whole: Uint8Array, random: () => number): Uint8Array;
  /** Makes a damaged file's check values right again, so that what they guard gets read. */
  mend?(bytes: Uint8Array): Uint8Array;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const silent = { onWarning: (): void => {} };

function sealed(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 200) seal(copy);
  return copy;
}

/** A small whole file of every format, and its reader. */
export async function formats(): Promise<Format[]> {
  return [...(await tensorFiles()), ...(await trainingFiles()), ...archives(), ...pictures(), ...tables()];
}

async function tensorFiles(): Promise<Format[]> {
  const tensors = { "0.weight": randn([6, 4]), "0.bias": randn([6]) };
  const array = await saveNpy(tensors["0.weight"]);
  const network = text(JSON.stringify(new Sequential(new Linear(4, 6), new ReLU())));
  const parsed = (bytes: Uint8Array) =>
    moduleFromJSON(JSON.parse(new TextDecoder().decode(bytes)), {}, { maximumElements: 1e6 });
  return [
    {
      name: "safetensors",
      whole: await saveSafetensors(tensors),
      read: (bytes) => loadSafetensors(bytes),
      mend: sealed,
      mutateStructure: mutateHeader,
    },
    { name: "npz", whole: await saveNpz(tensors, { compressed: true }), read: (bytes) => loadNpz(bytes) },
    { name: "npy", whole: array, read: (bytes) => loadNpy(bytes) },
    { name: "npy within an npz", whole: array, read: (bytes) => loadNpz(makeZip({ "a.npy": bytes })) },
    {
      name: "module JSON",
      whole: network,
      read: parsed,
      mutateStructure: (whole, random) =>
        text(JSON.stringify(mutateTree(JSON.parse(new TextDecoder().decode(whole)), random))),
    },
  ];
}

async function trainingFiles(): Promise<Format[]> {
  const learner = smallLearner();
  let underWay = new Uint8Array();
  const saving = {
    async beforeEpoch() {
      underWay = (await learner.save()).slice();
    },
  };
  await learner.fit(2, 0.01, { callbacks: [saving] });
  const recipe = findRecipe("digits");
  const settings = { hidden: 3, rawPixels: false };
  const about = { dataset: "mnist", seed: 1, accuracy: 0.9 };
  const model = await serializeModel({ recipe, settings, model: recipe.model(settings), about });
  return [
    {
      name: "checkpoint",
      whole: underWay,
      read: (bytes) => readState({ name: "state", bytes }),
      mend: sealed,
      mutateStructure: mutateHeader,
    },
    {
      name: "model",
      whole: model,
      read: (bytes) => deserializeModel(bytes),
      mend: sealed,
      mutateStructure: mutateHeader,
    },
  ];
}

function archives(): Format[] {
  const entries = [
    paxEntry({ path: "a/b", size: "9" }),
    { name: "a/b", data: text("some text") },
    { name: "c" },
  ];
  const tar = makeTar([{ name: "a/" }, ...entries]);
  const zip = makeZip({ "a/b": text("some text"), c: text("c") });
  return [
    { name: "tar", whole: tar, read: (bytes) => [...readTar(bytes, silent)], mend: mendTar },
    { name: "gzip", whole: new Uint8Array(gzipSync(tar)), read: (bytes) => gunzip(bytes, silent) },
    { name: "zip", whole: zip, read: (bytes) => [...readZip(bytes)] },
  ];
}

function pictures(): Format[] {
  const plan = {
    width: 9,
    height: 7,
    bitDepth: 8,
    colorType: 6,
    interlaced: false,
    random: seeded(1),
  } as const;
  // A gray JPEG of 1×1, its quantisation and Huffman tables whole.
  const jpeg = Buffer.from(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
    "base64",
  );
  return [
    { name: "png", whole: makePng(plan), read: (bytes) => decodePng(bytes), mend: mendPng },
    { name: "jpeg", whole: new Uint8Array(jpeg), read: (bytes) => decodeJpeg(bytes) },
  ];
}

function tables(): Format[] {
  return [
    { name: "idx", whole: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), read: (bytes) => readIdx(bytes) },
    { name: "csv", whole: text('name,label\na,"1"\nb,2\n'), read: (bytes) => readCsv(bytes) },
  ];
}
