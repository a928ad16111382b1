import { type Callback, type Progress, ProgressCallback } from "@mnist/learner";
import { SingleBar } from "cli-progress";
import pc from "picocolors";
import { clock, figure, sparkline } from "./figures.js";
import { plain } from "./harmless.js";
import { wrapFor } from "./wrap-words.js";

interface Shown {
  readonly epoch: number;
  readonly epochs: number;
  readonly part: Progress["part"];
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly left: number;
  readonly loss: number | null;
  readonly losses: readonly number[];
}

/** Milliseconds between two lines where there is no terminal. */
const patience = 10_000;

/** One line of progress no wider than the terminal: what matters most stays longest as it gets narrow. */
export function progressLine(shown: Shown, columns: number): string {
  const { epoch, epochs, part, done, total, perSecond, left, loss, losses } = shown;
  const head = part === "train" ? `${String(epoch).padStart(5)}/${epochs}` : `${"check".padStart(6)} `;
  const share = total > 0 ? done / total : 0;
  let tail = ` ${String(Math.floor(100 * share)).padStart(3)} %`;
  let room = columns - 1 - head.length - 1 - tail.length - 8;
  const parts = [
    `  ${done}/${total} batches`,
    `  loss ${loss === null ? "…" : figure(loss, 4)}`,
    ...(perSecond > 0
      ? [`  ${clock(left)} left`, `  ${Math.round(perSecond).toLocaleString("en-US")} pictures/s`]
      : []), // the first batch has no speed yet
    `  ${sparkline(losses, 16)}`,
  ];
  for (const text of parts) {
    if (text.length > room) break;
    tail += text;
    room -= text.length;
  }
  const width = 8 + Math.max(0, Math.min(24, room));
  const full = Math.round(width * share);
  return `${head} ${pc.cyan("━".repeat(full))}${pc.dim("─".repeat(width - full))}${tail}`;
}

const isLive = (): boolean => process.stderr.isTTY === true && !process.env.CI;

/** Takes the bar that is being drawn off the screen, if there is one. */
let clear = (): void => {};

/** A line on standard error for the person who watches; the bar goes on below it. */
export function sayBesideBar(text: string): void {
  clear();
  process.stderr.write(
    `${process.stderr.isTTY ? "\r\u001b[K" : ""}${wrapFor(plain(text), process.stderr, { keepCommands: true })}\n`,
  );
}

/**
 * How far the epoch under way is: a bar on standard error where that is a terminal, a line every ten seconds where not.
 */
export function progressBar(batchSize: number): Callback {
  let bar: SingleBar | null = null;
  let part = "";
  let started = 0;
  let first = 0;
  let said = performance.now();
  const losses: number[] = [];
  const stop = (): void => {
    bar?.stop();
    bar = null;
  };
  clear = stop;
  process.once("exit", stop); // the cursor is shown again whatever happens

  const report = ({ part: now, epoch, epochs, batch, batches, loss, fraction }: Progress): void => {
    const key = `${now} ${epoch}`;
    if (key !== part) {
      stop();
      part = key;
      started = performance.now();
      first = batch;
    }
    if (now === "train" && loss !== null) losses.push(loss);
    const seconds = (performance.now() - started) / 1000;
    const perSecond = batch > first && seconds > 0 ? ((batch - first) * batchSize) / seconds : 0;
    const left = batch > first ? (seconds / (batch - first)) * (batches - batch) : Number.NaN;
    const shown: Shown = {
      epoch,
      epochs,
      part: now,
      done: batch,
      total: batches,
      perSecond,
      left,
      loss,
      losses,
    };
    if (isLive()) {
      bar ??= startBar(shown);
      bar.update(batch, { shown });
      if (batch === batches) stop();
    } else if (performance.now() - said >= patience) {
      said = performance.now();
      const share = Math.floor(100 * fraction);
      console.error(
        `epoch ${epoch}/${epochs}  ${batch}/${batches} batches  loss ${loss === null ? "…" : figure(loss, 4)}  ${share} % of the run`,
      );
    }
  };
  const following = new ProgressCallback(report, { interval: isLive() ? 80 : 1000 });
  return {
    name: "progress bar",
    order: following.order,
    isObserver: true,
    beforeFit: () => following.beforeFit(),
    afterBatch: (context) => following.afterBatch(context),
    afterFit: stop,
  };
}

function startBar(shown: Shown): SingleBar {
  const bar = new SingleBar({
    format: (_options, _params, payload: { shown: Shown }) =>
      progressLine(payload.shown, process.stderr.columns || 80),
    hideCursor: true,
    clearOnComplete: true,
    linewrap: null,
    fps: 15,
    gracefulExit: false,
    stream: process.stderr,
  });
  bar.start(shown.total, shown.done, { shown });
  return bar;
}
