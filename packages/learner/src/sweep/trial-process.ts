import type { EpochRecord } from "../epoch-record.js";
import { RefusedTrialError, type RunTrial, type TrialOutcome, type TrialTask } from "./trial.js";

/** What a process is sent. */
export interface ToProcess {
  readonly task: TrialTask;
  readonly checkpoint: Uint8Array | null;
}

/** What it answers. */
export type FromProcess =
  | { readonly kind: "epoch"; readonly record: EpochRecord; readonly state: Uint8Array }
  | { readonly kind: "done"; readonly outcome: TrialOutcome }
  | { readonly kind: "refused" | "failed"; readonly message: string };

/** Trains what the process that forked this one sends, one after another. Ends this process when that one is gone. */
export function serveTrials(run: RunTrial): void {
  const send = (message: FromProcess): Promise<void> =>
    new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()) ?? resolve());
  process.on("message", async ({ task, checkpoint }: ToProcess) => {
    try {
      const save = (state: Uint8Array, record: EpochRecord) => send({ kind: "epoch", record, state });
      await send({ kind: "done", outcome: await run(task, { checkpoint, save }) });
    } catch (error) {
      const kind = error instanceof RefusedTrialError ? "refused" : "failed";
      await send({ kind, message: error instanceof Error ? error.message : String(error) });
    }
  });
  process.once("disconnect", () => process.exit());
}
