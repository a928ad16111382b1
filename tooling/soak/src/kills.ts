import { readdirSync, rmSync } from "node:fs";
import { Generator } from "@mnist/tensor";
import { runTraining } from "../../../packages/learner/src/testing/training-process.js";
import { digestIn, newFolder } from "./programs.js";
import type { Section } from "./section.js";

const signals = ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const;
/** Batches of training and validation. */
const batches = 4 * (19 + 4);

/** Kills trainings at random moments and has them go on: their weights have to be those of one that nobody killed. */
export async function kills(program: string, count: number, whole: string): Promise<Section> {
  const random = new Generator(3);
  const share = (): number => random.random32() / 2 ** 32;
  const seen = new Map(signals.map((signal) => [signal, { stopped: 0, same: 0, other: 0, left: 0 }]));
  for (let round = 0; round < count; round++) {
    const signal = signals[round % signals.length]!;
    const counts = seen.get(signal)!;
    const folder = newFolder();
    const stop = { signal, batch: Math.floor(share() * (batches - 4)), late: 8 * share() };
    const first = await runTraining([process.execPath, program, folder], { stop });
    if (first.result === "") counts.stopped++;
    const second = await runTraining([process.execPath, program, folder]);
    counts[digestIn(second) === whole ? "same" : "other"]++;
    if (digestIn(second) !== whole) console.error(stop, first, second);
    counts.left += readdirSync(folder).filter((name) => /partial|lock/.test(name)).length;
    rmSync(folder, { recursive: true });
  }
  const rows = [...seen].map(
    ([signal, { stopped, same, other, left }]) =>
      `| ${signal} | ${same + other} | ${stopped} | ${same} | ${other} | ${left} |`,
  );
  return {
    title: "Kills",
    text: [
      "A training of 92 batches with a checkpoint every three is sent a signal at a random moment and goes on in a new process.",
      "",
      "| signal | runs | stopped before their end | went on to the same weights | to others | files left behind |",
      "|---|---|---|---|---|---|",
      ...rows,
    ],
    holds: [...seen.values()].every(({ other, left }) => other === 0 && left === 0),
  };
}
