import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const program = new URL("notes-loops.ts", import.meta.url).pathname;
const long = process.env.MNIST_LONG_TESTS === "1";
if (!long) console.log("MNIST_LONG_TESTS is not 1: memory is watched on fewer pictures than MNIST has");

interface Memory {
  readonly peak: number;
  readonly alive: readonly [third: number, last: number];
}

/** What twenty epochs take in a process of their own, in MB. */
async function memoryOf(loop: string, count: number): Promise<Memory> {
  const args = ["--expose-gc", "--conditions=@mnist/source", "--import=tsx", program, loop, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Memory;
}

describe("twenty epochs without a dispose", () => {
  it.each([
    ["threes-sevens", "for", 6_000, 12_396],
    ["digits", "for await", 6_000, 60_000],
  ])(
    "%s with %s: under 500 MB, and no more at the end than after three",
    { timeout: long ? 600_000 : 120_000 },
    async (loop, _keyword, few, all) => {
      const { peak, alive } = await memoryOf(loop, long ? all : few);
      console.log(
        `${loop}: at most ${peak.toFixed(0)} MB, alive ${alive.map((each) => each.toFixed(1)).join(" → ")} MB`,
      );
      expect(peak).toBeLessThan(500);
      expect(alive[1] / alive[0]).toBeLessThan(1.1);
    },
  );
});
