import type { Callback } from "@mnist/learner";
import { SingleBar } from "cli-progress";
import pc from "picocolors";

/** A bar of the epoch under way, on standard error where that is a terminal. */
export function progressBar(): Callback {
  const live = process.stderr.isTTY === true;
  if (!live) return {};
  let bar: SingleBar | null = null;
  return {
    name: "progress bar",
    beforeTrain({ epoch, epochs, batches }) {
      bar = new SingleBar({
        format: `epoch ${epoch}/${epochs} ${pc.cyan("{bar}")} {percentage} %  loss {loss}`,
        barCompleteChar: "━",
        barIncompleteChar: " ",
        barsize: 32,
        hideCursor: true,
        clearOnComplete: true,
        fps: 15,
        stream: process.stderr,
      });
      bar.start(batches, 0, { loss: "…" });
    },
    async afterBatch({ training, batch, batches, loss }) {
      if (!training || bar === null || loss === null) return;
      if (batch % 8 === 0 || batch === batches - 1)
        bar.update(batch + 1, { loss: (await loss.item()).toFixed(4) });
    },
    afterTrain() {
      bar?.stop();
      bar = null;
    },
  };
}
