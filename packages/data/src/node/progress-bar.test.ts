import { expect, it } from "vitest";
import type { Progress } from "./load-options.js";
import { progressBar } from "./progress-bar.js";

const from = "http://a/mnist.tgz";
const at = (done: number, total?: number): Progress => ({
  phase: "download",
  file: "mnist.tgz",
  done,
  total,
  from,
});

/** Shows what is told, a second apart; answers what was written. */
function shown(isTTY: boolean, ...told: Progress[]): string {
  let text = "";
  let time = 0;
  const bar = progressBar({ isTTY, write: (more) => (text += more) }, () => (time += 1000));
  for (const progress of told) bar(progress);
  bar.finish();
  return text;
}

it("redraws one line in a terminal", () => {
  expect(shown(true, at(0, 2 ** 22), at(2 ** 21, 2 ** 22), { ...at(12), phase: "unpack" })).toBe(
    "\rdownload mnist.tgz ░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  0.0 of 4.0 MiB\u001b[K" +
      "\rdownload mnist.tgz ████████████░░░░░░░░░░░░ 50 %  2.0 of 4.0 MiB  2.0 MiB/s\u001b[K\n" +
      "\runpack   mnist.tgz  12 files\u001b[K\n",
  );
});

it("writes one line a file elsewhere", () => {
  expect(shown(false, at(0), at(100), { ...at(0), phase: "check" })).toBe(
    `download mnist.tgz from ${from}\ncheck mnist.tgz from ${from}\n`,
  );
});
