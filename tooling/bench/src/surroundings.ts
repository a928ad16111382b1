import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { strokes } from "@mnist/data";

const peers = join(dirname(fileURLToPath(import.meta.url)), "../peers");
const files = [
  "train-images-idx3-ubyte.gz",
  "train-labels-idx1-ubyte.gz",
  "t10k-images-idx3-ubyte.gz",
  "t10k-labels-idx1-ubyte.gz",
];

/** A Python that has PyTorch: `PYTHON`, python3 or the system's own. */
export function findPython(): string | null {
  const candidates = [process.env.PYTHON, "python3", "/usr/bin/python3"].filter((each) => each !== undefined);
  return candidates.find((each) => spawnSync(each, ["-c", "import torch"]).status === 0) ?? null;
}

/** Installs the JavaScript peers when they are first needed. Answers whether they are there. */
export function installPeers(): boolean {
  if (existsSync(join(peers, "node_modules/@tensorflow/tfjs-backend-webgpu"))) return true;
  console.log("installing TensorFlow.js and jax-js, this once");
  const command = ["--yes", "pnpm@10.34.9", "install", "--ignore-workspace", "--frozen-lockfile"];
  return spawnSync("npx", command, { cwd: peers, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}

/** A folder with MNIST's files as `MNIST_HOME` names it, or one with drawn digits in the same form; and what to call it. */
export function findDigits(): { folder: string; name: string } {
  const home = process.env.MNIST_HOME;
  if (home !== undefined && files.every((name) => existsSync(join(home, name))))
    return { folder: home, name: "MNIST" };
  const folder = join(tmpdir(), "mnist-bench-strokes");
  if (!files.every((name) => existsSync(join(folder, name)))) {
    mkdirSync(folder, { recursive: true });
    writeSplit(folder, "train", 20_000, 1);
    writeSplit(folder, "t10k", 4_000, 2);
  }
  return { folder, name: "20,000 drawn digits, as MNIST_HOME names no MNIST" };
}

function writeSplit(folder: string, name: string, count: number, seed: number): void {
  const { images, labels } = strokes({ count, seed });
  const write = (file: string, header: number[], values: Uint8Array) => {
    const bytes = Buffer.alloc(header.length * 4 + values.length);
    header.forEach((word, i) => void bytes.writeUInt32BE(word, i * 4));
    bytes.set(values, header.length * 4);
    writeFileSync(join(folder, `${name}-${file}.gz`), gzipSync(bytes, { level: 1 }));
  };
  write("images-idx3-ubyte", [0x803, count, 28, 28], images);
  write("labels-idx1-ubyte", [0x801, count], labels);
}
