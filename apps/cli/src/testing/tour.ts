import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { quoted } from "./disk.js";
import { mnistCommand, root, surroundings } from "./run-mnist.js";

/** A block of the tour: commands after "$ ", and what they print. */
export interface TourBlock {
  readonly line: number;
  readonly written: string;
  /** What it prints is this machine's own: it only has to end well. */
  readonly isOwn: boolean;
}

export function blocksOf(markdown: string): TourBlock[] {
  const pattern = /^(<!-- of this machine -->\n)?```console\n(.*?)^```$/gms;
  return [...markdown.matchAll(pattern)].map(({ index, 1: own, 2: written }) => ({
    line: markdown.slice(0, index).split("\n").length,
    written: written!,
    isOwn: own !== undefined,
  }));
}

/** Runs a block's commands in a folder, the tool called `mnist`; answers the block as it comes out. */
export function runBlock({ written }: TourBlock, folder: string): string {
  const commands = written.split("\n").filter((line) => line.startsWith("$ "));
  return commands.map((line) => `${line}\n${runLine(line.slice(2), folder)}`).join("");
}

function runLine(command: string, folder: string): string {
  const tool = `mnist() { ${quoted([process.execPath, ...mnistCommand([])])} "$@"; }`;
  const own = { HOME: folder, MNIST_HOME: undefined, MNIST_RUNS: undefined, XDG_CACHE_HOME: undefined };
  const { stdout } = spawnSync("bash", ["-c", `${tool}\n{ ${command}\n} 2>&1`], {
    cwd: folder,
    env: { ...surroundings(), ...own },
    encoding: "utf8",
  });
  const plain = stdout
    .replaceAll("npx pnpm mnist", "mnist")
    .replaceAll(`${folder}/.cache`, "~/.cache")
    .replaceAll(`${folder}/`, "");
  return plain === "" || plain.endsWith("\n") ? plain : `${plain}\n`;
}

/** The words without what differs from run to run or from engine to engine: spaces, numbers, the dots of a chart. */
export const wordsOf = (text: string): string =>
  text
    .replaceAll(/[\u2800-\u28ff●×○+◆▲□*]+/g, "⠿")
    .split("\n")
    .map((line) =>
      line.includes("⠿")
        ? "⠿"
        : line
            .replaceAll(/-?\d[\d,.]*(?:e[+-]\d+)?/g, "#")
            .replaceAll(/ +/g, " ")
            .trim(),
    )
    .join("\n");

/** The numbers, without dates and times. */
export const numbersOf = (text: string): number[] =>
  [
    ...text
      .replaceAll(/\d{4}-\d\d-\d\d|[\d.]+ m?s\b|"\w*[sS]econds":[\d.]+/g, "")
      .replaceAll(/(?<=\d),(?=\d{3})/g, "")
      .matchAll(/-?\d+(?:\.\d+)?(?:e[+-]\d+)?/g),
  ].map(([number]) => Number(number));

/** What the tour's commands are given. */
export function prepare(folder: string): void {
  copyFileSync(join(root, "assets/three.png"), join(folder, "three.png"));
}
