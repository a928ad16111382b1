// docs/tour.md is run from its first command to its last; MNIST_WRITE_TOUR=1 writes down what came out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "./testing/run-mnist.js";
import { blocksOf, numbersOf, prepare, runBlock, wordsOf } from "./testing/tour.js";

const path = join(root, "../../docs/tour.md");
const tour = readFileSync(path, "utf8");
const folder = mkdtempSync(join(tmpdir(), "mnist-tour-"));
const isWritten = process.env.MNIST_WRITE_TOUR !== undefined;
let renewed = tour;

beforeAll(() => prepare(folder));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (isWritten) writeFileSync(path, renewed);
});

describe("the tour's commands print what it says", () => {
  it.each(blocksOf(tour).map((block) => [`line ${block.line}`, block] as const))("%s", (_line, block) => {
    const printed = runBlock(block, folder);
    if (isWritten) renewed = renewed.replace(block.written, () => printed);
    else if (!block.isOwn) {
      expect(wordsOf(printed), printed).toBe(wordsOf(block.written));
      const [said, came] = [numbersOf(block.written), numbersOf(printed)];
      expect(
        came.map((number, i) => expectNear(number, said[i]!)),
        printed,
      ).toEqual(said);
    }
  });
});

/** The number that was said, where the one that came out is as near as two engines' sums are. */
const expectNear = (came: number, said: number): number =>
  Math.abs(came - said) <= Math.max(0.02, Math.abs(said) * 0.05) ? said : came;
