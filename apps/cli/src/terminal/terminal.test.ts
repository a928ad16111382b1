import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { mnist } from "../testing/run-mnist.js";
import { endAll, missingTerminal, TestTerminal } from "../testing/terminal.js";

if (missingTerminal !== null) console.log(`Left out: what a terminal shows, there is ${missingTerminal}`);

const folder = mkdtempSync(join(tmpdir(), "mnist-terminal-"));
afterEach(endAll);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const controlC = "\u0003";
const [hideCursor, showCursor] = ["\u001b[?25l", "\u001b[?25h"];
const training = ["train", "digits", "-d", "strokes", "--samples", "1200", "-b", "10", "--hidden", "20"];
const endless = [...training, "-e", "100000"];

interface Frame {
  readonly part: string;
  readonly percent: number;
  readonly done: number;
  readonly total: number;
  readonly width: number;
}

/** Every state of the bar that was drawn. */
function framesOf(written: string): Frame[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one
  const plain = written.replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]/g, "\r");
  const bar = /^ *(check|\d+\/\d+) +[━─ ]+ (\d+) %(?: +(\d+)\/(\d+) batches)?/;
  return plain.split(/[\r\n]+/).flatMap((line) => {
    const [, part, percent, done, total] = bar.exec(line) ?? [];
    if (part === undefined) return [];
    return [{ part, percent: Number(percent), done: Number(done), total: Number(total), width: line.length }];
  });
}

describe.runIf(missingTerminal === null)("in a terminal", () => {
  it("a bar says how much is done, in training and in validation; the table grows; a star is at the best", async () => {
    const run = join(folder, "watched");
    const terminal = new TestTerminal([...training, "-e", "3", "--run", run], { columns: 100 });
    expect(await terminal.ended).toEqual({ status: 0 });
    const frames = framesOf(terminal.written);
    const trained = frames.filter(({ part }) => part !== "check");
    expect(trained.length).toBeGreaterThan(2);
    for (const { percent, done, total, part } of frames) {
      expect(total).toBe(part === "check" ? 200 / 10 : 1200 / 10);
      expect(percent).toBe(Math.floor((100 * done) / total));
      expect(done).toBeLessThanOrEqual(total);
    }
    const shown = await terminal.screen();
    expect(shown).toMatch(/epoch +train_loss +valid_loss +accuracy +time\n +1 .*★\n +2 .*\n +3 /);
    expect(shown).toMatch(/→ 0\.\d{4} of 200 unseen pictures right \(best: epoch \d\)/);
    expect(shown).not.toMatch(/━/);
    expect(terminal.written.lastIndexOf(showCursor)).toBeGreaterThan(
      terminal.written.lastIndexOf(hideCursor),
    );
  });

  it("forty columns hold each line of it, and a resize is followed", async () => {
    const terminal = new TestTerminal([...endless, "--no-run"], { columns: 120 });
    await terminal.until(/batches/);
    expect(Math.max(...framesOf(terminal.written).map(({ width }) => width))).toBeGreaterThan(60);
    terminal.resize(40);
    const from = terminal.written.length;
    await terminal.until(/(?:%[^%]+){4}/, from);
    const narrow = framesOf(terminal.written.slice(from)).slice(1); // the first may have been under way
    expect(narrow.length).toBeGreaterThan(0);
    for (const { width } of narrow) expect(width).toBeLessThan(40);
    terminal.kill("SIGTERM");
    expect(await terminal.ended).toEqual({ status: 143 });
  });

  it("one Ctrl-C ends the batch, saves, and says how to go on, which comes to what a straight run does", async () => {
    const [stopped, straight] = [join(folder, "stopped"), join(folder, "straight")];
    const epochs = ["-e", "40"];
    const terminal = new TestTerminal([...training, ...epochs, "--run", stopped]);
    await terminal.until(/ {4}2 {4}\d/);
    terminal.press(controlC);
    expect(await terminal.ended).toEqual({ status: 130 });
    const shown = await terminal.screen();
    expect(shown).toContain("stopping after this batch (again to leave at once)");
    expect(shown).toMatch(/→ stopped in epoch \d+ of 40/);
    expect(shown.replaceAll("\n", "")).toContain(`train --resume ${stopped}`);
    const resumed = new TestTerminal(["train", "--resume", stopped]);
    expect(await resumed.ended).toEqual({ status: 0 });
    expect((await mnist([...training, ...epochs, "--run", straight])).status).toBe(0);
    const model = (run: string) => readFileSync(join(run, "model.safetensors"));
    expect(model(stopped).equals(model(straight))).toBe(true);
    const lines = (run: string) => readFileSync(join(run, "metrics.jsonl"), "utf8").trim().split("\n").length;
    expect([lines(stopped), lines(straight)]).toEqual([40, 40]);
  });

  it("two leave at once, with the cursor shown", async () => {
    const terminal = new TestTerminal([...endless, "--no-run"]);
    await terminal.until(/batches/);
    terminal.press(controlC + controlC);
    expect(await terminal.ended).toEqual({ status: 130 });
    expect(terminal.written.lastIndexOf(showCursor)).toBeGreaterThan(
      terminal.written.lastIndexOf(hideCursor),
    );
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s does as one Ctrl-C does", async (signal, status) => {
    const run = join(folder, signal);
    const terminal = new TestTerminal([...endless, "--run", run]);
    await terminal.until(/batches/);
    terminal.kill(signal);
    expect(await terminal.ended).toEqual({ status });
    expect(readFileSync(join(run, "model.safetensors")).length).toBeGreaterThan(60_000);
    expect(terminal.written.lastIndexOf(showCursor)).toBeGreaterThan(
      terminal.written.lastIndexOf(hideCursor),
    );
  });

  it("forty columns hold help and tables, broken between words", async () => {
    const run = join(folder, "narrow");
    expect((await mnist([...training, "-e", "1", "--run", run])).status).toBe(0);
    for (const command of [
      ["--help"],
      ["train", "--help"],
      ["help", "sweep"],
      ["data", "list"],
      ["eval", run],
    ]) {
      const wide = new TestTerminal(command, { columns: 400 });
      const narrow = new TestTerminal(command, { columns: 40 });
      await Promise.all([wide.ended, narrow.ended]);
      const words = async (terminal: TestTerminal) => (await terminal.screen()).split(/[\s·]+/);
      const known = new Set(await words(wide));
      const broken = (await words(narrow)).filter((word) => !known.has(word));
      expect(broken, `mnist ${command.join(" ")}`).toEqual([]);
    }
  });

  it("there are no colours where none are wanted", async () => {
    const coloured = new TestTerminal(["data", "list"], { env: { NO_COLOR: undefined } });
    const plain = new TestTerminal(["data", "list"]);
    await Promise.all([coloured.ended, plain.ended]);
    expect(coloured.written).toContain("\u001b[2m");
    expect(plain.written).not.toContain("\u001b[2m");
  });
});
