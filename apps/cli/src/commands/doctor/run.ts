import { readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, freemem, totalmem } from "node:os";
import { join } from "node:path";
import { dataFolders, locateDigits } from "@mnist/data";
import { getNumThreads } from "@mnist/tensor";
import pc from "picocolors";
import { version } from "../../../package.json";
import { datasetNames, findSource } from "../../data.js";

/** One thing that was looked at. */
interface Finding {
  readonly name: string;
  readonly isWell: boolean;
  readonly found: string;
  /** What it means, and what to do where it is not well. */
  readonly meaning: string;
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

export async function run({ json = false }: { readonly json?: boolean }): Promise<void> {
  for (const check of checks) {
    const { name, isWell, found, meaning } = await check();
    if (json) console.log(JSON.stringify({ name, isWell, found, meaning }));
    else
      console.log(
        `${isWell ? pc.green("✓") : pc.yellow("✗")} ${pc.bold(name.padEnd(11))} ${found.padEnd(26)} ${pc.dim(meaning)}`,
      );
  }
}

/** A module with one function of one SIMD instruction. */
const simdModule = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** A check that shows the variable of the environment whose value makes it fail. */
function setBy(
  variable: string,
  name: string,
  check: () => Omit<Finding, "name"> | Promise<Omit<Finding, "name">>,
): () => Promise<Finding> {
  return async () => {
    try {
      return { name, ...(await check()) };
    } catch (error) {
      const value = process.env[variable];
      if (value === undefined || !(error instanceof Error)) throw error;
      return { name, isWell: false, found: `${variable}=${value}`, meaning: error.message };
    }
  };
}

const checks: readonly (() => Finding | Promise<Finding>)[] = [
  () => ({ name: "mnist", isWell: true, found: version, meaning: "this tool" }),
  () => {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const isWell = major > 20 || (major === 20 && minor >= 19);
    return {
      name: "Node",
      isWell,
      found: process.version,
      meaning: isWell ? "new enough (20.19 or later)" : "get Node 20.19 or later",
    };
  },
  () => {
    const isWell = WebAssembly.validate(simdModule);
    return {
      name: "SIMD",
      isWell,
      found: isWell ? "at hand" : "missing",
      meaning: isWell ? "four numbers a step" : "training is several times slower here",
    };
  },
  setBy("MNIST_THREADS", "threads", () => ({
    isWell: true,
    found: `${getNumThreads()} of ${availableParallelism()}`,
    meaning: "MNIST_THREADS sets how many",
  })),
  () => {
    const isWell = freemem() > 2 ** 29;
    return {
      name: "memory",
      isWell,
      found: `${gigabytes(freemem())} free of ${gigabytes(totalmem())}`,
      meaning: isWell ? "MNIST takes about 0.3 GiB" : "little; close something, or --share 0.2",
    };
  },
  () => {
    const isWell = hasWebgpuPackage();
    return {
      name: "WebGPU",
      isWell,
      found: isWell ? "package webgpu is here" : "no package webgpu",
      meaning: isWell ? "--device auto takes the faster" : "npm install webgpu",
    };
  },
  setBy("MNIST_HOME", "cache", async () => {
    const { cache } = dataFolders();
    const size = await sizeOf(cache);
    return {
      isWell: true,
      found: size === null ? "empty" : `${(size / 2 ** 20).toFixed(0)} MiB`,
      meaning: cache,
    };
  }),
  setBy("MNIST_HOME", "data", () => {
    const here = datasetNames.filter((name) => locateDigits(findSource(name)!) !== undefined);
    const isWell = here.length > 0;
    return {
      isWell,
      found: isWell ? here.join(", ") : "none but strokes",
      meaning: isWell ? "ready to train on" : "mnist data get mnist, or -d strokes",
    };
  }),
  () => ({
    name: "colours",
    isWell: pc.isColorSupported,
    found: pc.isColorSupported ? `on, ${process.stdout.columns ?? 80} columns` : "off",
    meaning: pc.isColorSupported ? "NO_COLOR=1 turns them off" : "FORCE_COLOR=1 turns them on",
  }),
];

/** Bytes in a folder; null where there is none. */
async function sizeOf(folder: string): Promise<number | null> {
  const entries = await readdir(folder, { recursive: true }).catch(() => null);
  if (entries === null) return null;
  const sizes = await Promise.all(
    entries.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Node has no WebGPU of its own. */
function hasWebgpuPackage(): boolean {
  try {
    createRequire(import.meta.url).resolve("webgpu");
    return true;
  } catch {
    return false;
  }
}
