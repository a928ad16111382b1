import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ending } from "../../../packages/learner/src/testing/training-process.js";

/** Where bundled programs and the folders of runs lie; gone at the end. */
export const scratch = mkdtempSync(join(tmpdir(), "mnist-soak-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** A folder of its own for a run. */
export function newFolder(): string {
  return mkdtempSync(join(scratch, "run-"));
}

/** The SHA-256 of the weights in the last line of a training; nothing where it did not come to its end. */
export function digestIn({ result }: Ending): string {
  return /"sha256":"([0-9a-f]{64})"/.exec(result)?.[1] ?? "";
}
