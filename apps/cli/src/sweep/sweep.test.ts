import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrialResult } from "@mnist/learner/sweep";
import { afterAll, describe, expect, it, vi } from "vitest";
import { expectOneLine, mnist, mnistCommand, root } from "../testing/run-mnist.js";

const folder = mkdtempSync(join(tmpdir(), "mnist-sweep-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function specFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The weights of each trial at each of its rungs, from the one sweep in a folder. */
function weightsIn(out: string): Record<string, string> {
  const [sweep] = readdirSync(out);
  const lines = readFileSync(join(out, sweep!, "results.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const results = lines.map((line) => JSON.parse(line) as TrialResult);
  return Object.fromEntries(results.map(({ trial, until, weights }) => [`${trial} ${until}`, weights]));
}

const halving = specFile(
  "halving.json",
  JSON.stringify({
    name: "halving",
    train: { dataset: "strokes", samples: 900 },
    epochs: 2,
    parameters: { lr: [0.01, 0.1, 0.5], hidden: [10] },
    halving: { from: 1, factor: 3 },
  }),
);

describe("mnist sweep", { timeout: 300_000 }, () => {
  const out = join(folder, "out");

  it("trains, shows, exports, and trains nothing twice", async () => {
    const first = await mnist(["sweep", halving, "--out", out, "--concurrency", "2"]);
    expect(first.status, first.err).toBe(0);
    expect(first.out).toMatch(/^3 trials, 2 epochs each, 2 at once\n/);
    expect(first.out).toMatch(/4\/4 +trial \d +lr [\d.]+ hidden 10 +epoch 2/);
    const sweep = join(out, readdirSync(out)[0]!);
    expect(readdirSync(sweep).sort()).toEqual(
      ["checkpoints", "results.jsonl", "settings.svg", "sweep.json", "trials.svg"].sort(),
    );
    expect(readFileSync(join(sweep, "settings.svg"), "utf8")).toContain(">hidden</text>");
    const again = await mnist(["sweep", halving, "--out", out]);
    expect(again.err).toContain("4 results were there already");
    const table = (text: string): string => text.slice(text.indexOf("trial    lr"));
    const shown = await mnist(["sweep", "show", sweep]);
    expect(table(shown.out).trim()).toBe(table(again.out).split("\n\n")[0]!.trim());
    const compared = (await mnist(["compare", sweep])).out;
    for (const trial of [1, 2, 3]) expect(compared).toMatch(new RegExp(`, trial ${trial} +0\\.\\d+ `));
    const exported = (await mnist(["sweep", "export", sweep])).out.trimEnd().split("\n");
    expect(exported.map((line) => JSON.parse(line).until).sort()).toEqual([1, 1, 2]);
  });

  it("comes to a straight run's weights where a trial was stopped and went on", async () => {
    const straight = JSON.parse(readFileSync(halving, "utf8"));
    const path = specFile(
      "straight.json",
      JSON.stringify({ ...straight, name: "straight", halving: undefined }),
    );
    const weights = async (spec: string, at: string) => {
      await mnist(["sweep", spec, "--out", join(folder, at), "--json"]);
      return weightsIn(join(folder, at));
    };
    const [halved, whole] = [await weights(halving, "halved"), await weights(path, "whole")];
    const [best] = Object.keys(halved).filter((key) => key.endsWith(" 2"));
    expect(halved[best!]).toBe(whole[best!]);
  });

  it("comes to the same where a process is killed in the middle of its trial", async () => {
    const at = join(folder, "killed");
    const command = mnistCommand(["sweep", halving, "--out", at, "--json", "-c", "1"]);
    const sweep = spawn(process.execPath, command, { cwd: root });
    let [err, killed] = ["", false];
    sweep.stderr.on("data", (text) => {
      err += text;
    });
    sweep.stdout.once("data", () => {
      const children = spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(sweep.pid)], {
        encoding: "utf8",
      }).stdout;
      const [, pid] = /^ *(\d+) .*--embedded/m.exec(children) ?? [];
      if (pid !== undefined) killed = process.kill(Number(pid), "SIGKILL");
    });
    const code = await new Promise((resolve) => sweep.once("close", resolve));
    expect([code, killed], err).toEqual([0, true]);
    expect(err).toMatch(/The process of trial \d ended \(SIGKILL\)\. It goes on from its latest epoch\./);
    expect(weightsIn(at)).toEqual(weightsIn(join(folder, "out")));
  });

  it("is stopped from another terminal, trained by one process at a time, and resumed", async () => {
    const at = join(folder, "stopped");
    const spec = JSON.parse(readFileSync(halving, "utf8"));
    const long = { ...spec, halving: undefined, epochs: 1000, parameters: { lr: [0.1], hidden: [10] } };
    const path = specFile("long.json", JSON.stringify(long));
    const command = mnistCommand(["sweep", path, "--out", at, "--json", "-c", "1"]);
    const sweep = spawn(process.execPath, command, { cwd: root });
    const find = () =>
      (existsSync(at) ? readdirSync(at) : []).find((name) => existsSync(join(at, name, "sweep.lock")));
    const trained = join(at, await vi.waitUntil(find, { timeout: 60_000 }));
    expectOneLine(await mnist(["sweep", "resume", trained]), /a lock that process \d+ on \S+ has/);
    const closed = new Promise((resolve) => sweep.once("close", resolve));
    const stopped = await mnist(["sweep", "stop", trained]);
    expect(stopped.out, stopped.err).toContain(`Go on: mnist sweep resume ${trained}`);
    expect(await closed).toBe(143);
    const resumed = await mnist(["sweep", "resume", trained, "--json"]);
    expect(resumed.out).toContain('"done":true');
    expect(Object.keys(weightsIn(at))).toEqual(["1 1000"]);
    expect((await mnist(["sweep", "stop", trained])).out).toContain("nothing trains");
  });

  it("tries several hidden layers, given as text", async () => {
    const spec = {
      train: { dataset: "strokes", samples: 600 },
      epochs: 1,
      parameters: { hidden: ["20,10", "20"] },
    };
    const path = specFile("deep.json", JSON.stringify(spec));
    const { out: lines, err } = await mnist(["sweep", path, "--out", join(folder, "deep"), "--json"]);
    expect(lines, err).toContain('"settings":{"hidden":"20,10"}');
    expect(new Set(Object.values(weightsIn(join(folder, "deep")))).size).toBe(2);
    const wrong = specFile("wide.yaml", "parameters: { hidden: ['20,x'] }");
    expectOneLine(await mnist(["sweep", wrong, "--out", out]), /hidden: got "20,x"; expected whole numbers/);
  });

  it("trains a trial as train does with the same settings, at the rate of its optimiser", async () => {
    const options = {
      ...{ samples: 900, share: 0.5, batchSize: 64, hidden: 12, dropout: 0.2, augment: true },
      ...{ optimizer: "adam", beta1: 0.8, weightDecay: 0.01, schedule: "flat-cos", clip: 1, mixup: 0.4 },
    };
    const parameters = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, [value]]));
    const path = specFile(
      "all.json",
      JSON.stringify({ train: { dataset: "strokes" }, epochs: 2, parameters }),
    );
    const { status, err } = await mnist(["sweep", path, "--out", join(folder, "all"), "--json"]);
    expect(status, err).toBe(0);
    const [sweep] = readdirSync(join(folder, "all"));
    const result = JSON.parse(
      readFileSync(join(folder, "all", sweep!, "results.jsonl"), "utf8"),
    ) as TrialResult;
    const config = specFile(
      "all-train.json",
      JSON.stringify({ recipe: "digits", dataset: "strokes", ...options }),
    );
    const trained = await mnist(["train", config, "-e", "2", "--no-run", "--json"]);
    const losses = trained.out
      .split("\n")
      .slice(0, 2)
      .map((line) => JSON.parse(line).validLoss);
    expect(result.epochs.map(({ validLoss }) => validLoss)).toEqual(losses);
  });

  it("says in one line what is wrong with a description", async () => {
    const refuse = async (text: string, words: RegExp) =>
      expectOneLine(await mnist(["sweep", specFile("wrong.yaml", text), "--out", out]), words);
    await refuse("parameters: { lr: [0.1], warmup: [1] }", /a trial has no setting "warmup"; it has recipe/);
    await refuse("parameters: { seed: [1, 2] }", /cannot have its own seed: the "seeds" of the sweep/);
    await refuse("{ train: { keepBest: true }, parameters: { lr: [1] } }", /cannot have its own keepBest: /);
    await refuse("parameters: { optimizer: [adma] }", /optimizer: got "adma"; expected one of sgd, adam/);
    await refuse(
      "parameters: { momentum: [0.9], optimizer: [sgd, adam] }",
      /--momentum: adam has no use for/,
    );
    await refuse("parameters: [", /wrong\.yaml: .*at line 1/);
    await refuse("parameters: { lr: [] }", /expected one value or more/);
    await refuse("parameters: { lr: [0.1, -1] }", /wrong\.yaml: lr: got "-1"; expected a number above 0/);
    await refuse(
      "parameters: { lr: ['0.1'] }",
      /wrong\.yaml: lr: got the text "0\.1"; expected a number\. Try 0\.1/,
    );
    await refuse(
      "{ train: { recipe: threes-sevens }, parameters: { hidden: [3] } }",
      /wrong\.yaml: --hidden: the recipe threes-sevens has no hidden layer/,
    );
    await refuse(
      "{ train: { dataset: nowhere }, parameters: { lr: [1] } }",
      /wrong\.yaml: no data set or path called "nowhere"/,
    );
    if (process.platform === "linux")
      expectOneLine(await mnist(["sweep", halving, "--out", "/proc/none"]), /\/proc\/none: no such file/);
    expectOneLine(await mnist(["sweep", "show", folder]), /is no sweep's folder/);
  });
});
