import type { Progress } from "./load-options.js";

/** What a bar is drawn on: a terminal, or anything that takes text. */
export interface BarOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Takes what untarData tells; `finish` leaves the line that was drawn last. */
export interface ProgressBar {
  (progress: Progress): void;
  finish(): void;
}

const cells = 24;
const refreshMilliseconds = 100;
const mebibyte = 2 ** 20;

/**
 * Shows a download or an unpacking as one line that redraws itself; where the output is no terminal, one line a file.
 * @example await untarData(URLs.MNIST, { onProgress: progressBar() });
 */
export function progressBar(output: BarOutput = process.stderr, now: () => number = Date.now): ProgressBar {
  let label = "";
  let began = 0;
  let drawn = 0;
  const finish = () => {
    if (label !== "" && output.isTTY) output.write("\n");
    label = "";
  };
  const show = (progress: Progress) => {
    const time = now();
    const next = `${progress.phase} ${progress.file}`;
    const fresh = next !== label;
    if (fresh) {
      finish();
      if (!output.isTTY) output.write(`${next} from ${progress.from}\n`);
      label = next;
      began = time;
    }
    const whole = progress.total !== undefined && progress.done >= progress.total;
    if (!output.isTTY || (!fresh && !whole && time - drawn < refreshMilliseconds)) return;
    drawn = time;
    output.write(
      `\r${barLine(progress, (time - began) / 1000).slice(0, (output.columns ?? 80) - 1)}\u001b[K`,
    );
  };
  return Object.assign(show, { finish });
}

/** `download mnist_png.tgz ███████░░░░  45 %   7.1 of 15.7 MiB   3.2 MiB/s` */
function barLine({ phase, file, done, total }: Progress, seconds: number): string {
  if (phase === "check") return `check    ${file}`;
  if (phase === "unpack") return `unpack   ${file}  ${done} files`;
  const size = (bytes: number) => (bytes / mebibyte).toFixed(1);
  const speed = seconds > 0.5 ? `  ${size(done / seconds)} MiB/s` : "";
  if (total === undefined) return `download ${file}  ${size(done)} MiB${speed}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const bar = "█".repeat(Math.round(share * cells)).padEnd(cells, "░");
  return `download ${file} ${bar} ${Math.floor(share * 100)} %  ${size(done)} of ${size(total)} MiB${speed}`;
}
