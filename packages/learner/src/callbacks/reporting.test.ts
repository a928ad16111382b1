import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type Callback,
  CSVLogger,
  fileSink,
  JSONLLogger,
  type Progress,
  ProgressCallback,
} from "../index.js";
import { smallLearner } from "../testing/small-learner.js";

function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "mnist-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "logs", name);
}

describe("CSVLogger", () => {
  it("writes a row for every epoch under a head", async () => {
    const lines: string[] = [];
    const logger = new CSVLogger((text) => void lines.push(text));
    const history = await smallLearner().fit(2, 0.01, { callbacks: [logger] });
    const [head, ...rows] = lines.join("").trimEnd().split("\n");
    expect(head).toBe("epoch,trainLoss,validLoss,accuracy,seconds,validSeconds");
    expect(rows.map((row) => row.split(",").map(Number))).toEqual(
      history.map((each) => [
        ...[each.epoch, each.trainLoss, each.validLoss],
        ...[each.metrics.accuracy, each.seconds, each.validSeconds],
      ]),
    );
  });

  it("starts its file anew, or goes on at its end", async () => {
    const path = temporaryFile("run.csv");
    await smallLearner().fit(1, 0.01, { callbacks: [new CSVLogger(fileSink(path))] });
    expect(readFileSync(path, "utf8").split("\n").length).toBe(3);
    await smallLearner().fit(2, 0.01, { callbacks: [new CSVLogger(fileSink(path, { append: true }))] });
    expect(readFileSync(path, "utf8").match(/epoch/g)?.length).toBe(1);
    expect(readFileSync(path, "utf8").split("\n").length).toBe(5);
    await smallLearner().fit(1, 0.01, { callbacks: [new CSVLogger(fileSink(path))] });
    expect(readFileSync(path, "utf8").split("\n").length).toBe(3);
  });

  it("quotes names that hold commas", async () => {
    const lines: string[] = [];
    const metrics = [{ name: 'a,"b"', reset() {}, update() {}, value: async () => 1 }];
    await smallLearner(1, { metrics }).fit(1, 0.01, {
      callbacks: [new CSVLogger((text) => void lines.push(text))],
    });
    expect(lines.join("")).toContain('validLoss,"a,""b""",seconds');
  });
});

describe("JSONLLogger", () => {
  it("writes each epoch once, whatever was written after the state that is resumed", async () => {
    const path = temporaryFile("run.jsonl");
    const learner = smallLearner();
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      async afterBatch({ step }) {
        if (step === 7) saved ??= await learner.save();
      },
    };
    const whole = await learner.fit(3, 0.01, { callbacks: [new JSONLLogger(fileSink(path)), saving] });
    await smallLearner(2).fit(3, 0.01, { callbacks: [new JSONLLogger(fileSink(path))], resumeFrom: saved });
    const lines = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ epoch, trainLoss }) => [epoch, trainLoss])).toEqual(
      whole.map(({ epoch, trainLoss }) => [epoch, trainLoss]),
    );
  });

  it("may be left out of a fit that goes on, or be there for the first time", async () => {
    const learner = smallLearner();
    let saved: Uint8Array | null = null;
    const saving: Callback = {
      async afterBatch({ step }) {
        if (step === 7) saved ??= await learner.save();
      },
    };
    const ignoring = (): JSONLLogger => new JSONLLogger(() => {});
    const callbacks = [ignoring(), ignoring(), new CSVLogger(() => {}), saving];
    await learner.fit(2, 0.01, { callbacks });
    expect(await smallLearner(2).fit(2, 0.01, { resumeFrom: saved })).toHaveLength(2);
    const path = temporaryFile("run.csv");
    const bare = smallLearner();
    saved = null;
    const savingBare: Callback = {
      async afterBatch({ step }) {
        if (step === 7) saved ??= await bare.save();
      },
    };
    await bare.fit(2, 0.01, { callbacks: [savingBare] });
    await smallLearner(2).fit(2, 0.01, { callbacks: [new CSVLogger(fileSink(path))], resumeFrom: saved });
    expect(readFileSync(path, "utf8")).toMatch(/^epoch,.*\n2,/);
  });

  it("goes on in an empty file where the old one is gone", async () => {
    const path = temporaryFile("run.jsonl");
    const sink = fileSink(path);
    sink.cut(100);
    expect(sink.length).toBe(0);
    await sink.write("é\n");
    expect(sink.length).toBe(3);
    writeFileSync(path, "12345");
    const other = fileSink(path, { append: true });
    expect(other.length).toBe(5);
    other.cut(2);
    expect(readFileSync(path, "utf8")).toBe("12");
  });

  it.runIf(existsSync("/dev/full"))("keeps for the next line what a full disk did not take", async () => {
    const path = temporaryFile("link.jsonl");
    mkdirSync(dirname(path));
    symlinkSync("/dev/full", path);
    const notices: string[] = [];
    const sink = fileSink(path, { onNotice: (notice) => notices.push(notice) });
    await sink.write("one\n");
    expect(notices).toEqual([
      expect.stringMatching(/link\.jsonl could not be written \(ENOSPC.*\)\. The training goes on\.$/),
    ]);
    rmSync(path);
    await sink.write("two\n");
    expect([readFileSync(path, "utf8"), sink.length]).toEqual(["one\ntwo\n", 8]);
  });
});

describe("ProgressCallback", () => {
  it("reports every batch as a share of the whole fit", async () => {
    const reports: Progress[] = [];
    const progress = new ProgressCallback((each) => void reports.push(each), { interval: 0 });
    const learner = smallLearner();
    await learner.fit(2, 0.01, { callbacks: [progress] });
    const training = reports.filter(({ part }) => part === "train");
    expect(training.map(({ fraction }) => fraction)).toEqual(
      Array.from({ length: 10 }, (_, i) => expect.closeTo((i + 1) / 10, 12)),
    );
    expect(training[4]).toMatchObject({ epoch: 1, epochs: 2, batch: 5, batches: 5 });
    expect(training.every(({ loss }) => loss !== null && loss > 0)).toBe(true);
    expect(reports.filter(({ part }) => part === "validate").map(({ fraction }) => fraction)).toEqual([
      ...[0.5, 0.5, 0.5],
      ...[1, 1, 1],
    ]);
    await learner.validate();
    expect(reports.length).toBe(16);
  });

  it("reports the ends of each part at least", async () => {
    const reports: number[] = [];
    const progress = new ProgressCallback(
      ({ batch, part }) => void (part === "train" && reports.push(batch)),
      {
        interval: 1e9,
      },
    );
    await smallLearner().fit(1, 0.01, { callbacks: [progress] });
    expect(reports).toEqual([1, 5]);
  });
});
