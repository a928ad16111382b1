import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectOneLine, mnist, mnistCommand, root } from "./testing/run-mnist.js";

let folder: string;
let run: string;
const small = [
  "train",
  "digits",
  "-d",
  "strokes",
  "--samples",
  "600",
  "-e",
  "2",
  "-s",
  "5",
  "--hidden",
  "20",
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-resume-"));
  run = join(folder, "run");
  const { err, status } = await mnist([...small, "--checkpoints", run]);
  expect([err, status]).toEqual(["", 0]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const checkpoints = async (): Promise<string[]> => (await readdir(run)).sort();

describe("a run's folder", () => {
  it.each<[string, string[], RegExp]>([
    [
      "another seed",
      ["-s", "6"],
      /is of another run\. It was begun with --seed 5\. It learned from other pictures\./,
    ],
    ["other pixels", ["--raw-pixels"], /It was begun with no --raw-pixels\./],
    ["another rate", ["--lr", "0.01"], /It was begun with --lr 0\.1\./],
    ["other batches", ["-b", "32"], /It was begun with --batch-size 256\./],
    ["another width", ["--hidden", "30"], /It was begun with --hidden 20\./],
    ["another layer", ["--hidden", "20,10"], /It was begun with --hidden 20\./],
    [
      "another optimiser and a clip",
      ["--optimizer", "adamw", "--clip", "0.1"],
      /It was begun with --lr 0\.1, --optimizer sgd, no --clip\./,
    ],
    [
      "other numbers of it",
      ["--momentum", "0.9", "--nesterov", "--weight-decay", "0.5"],
      /It was begun with no --momentum, no --nesterov, --weight-decay 0\./,
    ],
    [
      "a schedule, mixtures and dropout",
      ["--schedule", "one-cycle", "--mixup", "0.4", "--dropout", "0.1"],
      /It was begun with no --dropout, no --mixup, --schedule flat\./,
    ],
    ["fewer pictures", ["--samples", "500"], /is of another run\. It learned from other pictures\./],
  ])("is not gone on with by a run of %s", async (_what, options, words) => {
    const before = await checkpoints();
    const runs = join(folder, "runs");
    const asked = [...small, ...options, "--checkpoints", run, "--resume", "--json"];
    const finished = await mnist(asked, { MNIST_RUNS: runs });
    expect(finished.status).toBe(2);
    expect(await readdir(runs)).toEqual([]);
    expectOneLine(finished, words);
    expect(await checkpoints()).toEqual(before);
  });

  it("keeps what else is in it where the run is refused", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    await writeFile(join(own, "notes.txt"), "mine");
    const asked = [...small, "--lr", "0.01", "--checkpoints", run, "--resume", "--run", own];
    expect((await mnist(asked)).status).toBe(2);
    expect(await readdir(own)).toEqual(["notes.txt"]);
  });

  it("is not begun anew without being asked", async () => {
    const before = await checkpoints();
    const finished = await mnist([...small, "--checkpoints", run]);
    expect(finished.status).toBe(2);
    expectOneLine(
      finished,
      /has the checkpoints of an earlier run\. Try --resume to go on with it, or another folder\./,
    );
    expect(await checkpoints()).toEqual(before);
  });

  it("is gone on with from the checkpoint before a damaged one", async () => {
    const latest = join(run, (await checkpoints()).at(-1)!);
    const bytes = await readFile(latest);
    await writeFile(latest, bytes.with(bytes.length - 50, bytes.at(-50)! ^ 1));
    const { out, err, status } = await mnist([...small, "--checkpoints", run, "--resume"]);
    expect(status).toBe(0);
    expect(err).toMatch(
      /^note checkpoint-000002.*SHA-256.*checkpoint-000001\.safetensors is taken in its place\.\n$/,
    );
    expect(out).toContain("going on from checkpoint-000001.safetensors");
  });
});

it("goes on with --early-stop and --keep-best as if it had been begun with them", async () => {
  const [whole, broken] = [join(folder, "stopped"), join(folder, "goes-on")];
  const wild = ["train", "digits", "-d", "strokes", "--samples", "300", "--hidden", "20", "--lr", "3"];
  const ending = ["-e", "9", "--early-stop", "2", "--keep-best", "--json"];
  const json = ({ out }: { readonly out: string }) =>
    out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  const all = json(await mnist([...wild, ...ending, "--run", whole]));
  await mnist([...wild, "-e", "2", "--run", broken]);
  const rest = json(await mnist(["train", "--resume", broken, ...ending]));
  const told = ({ epoch, validLoss, accuracy, bestEpoch }: Record<string, unknown>) => [
    ...[epoch, validLoss, accuracy, bestEpoch],
  ];
  expect(all.length).toBeLessThan(10);
  expect(rest.map(told)).toEqual(all.slice(2).map(told));
  const weights = async (run: string) => (await readFile(join(run, "model.safetensors"))).subarray(-16_000);
  expect(await weights(broken)).toEqual(await weights(whole));
  const config = JSON.parse(await readFile(join(broken, "config.json"), "utf8"));
  expect(config).toMatchObject({ epochs: 9, earlyStop: 2, keepBest: true });
  const again = await mnist(["train", "--resume", broken, "--json"]);
  expect(again.err).toMatch(
    /^note --early-stop 2 has ended this run after epoch \d\. Try a larger one for more\.\n$/,
  );
  expect(json(again)).toHaveLength(1);
  const longer = json(await mnist(["train", "--resume", broken, "--early-stop", "9", "--json"]));
  expect(longer.at(-2)).toMatchObject({ epoch: 9 });
});

it("goes on on the device that it was begun on, and is refused by name on another", async () => {
  const own = join(folder, "of-a-device");
  await mnist([...small, "--run", own]);
  const { out } = await mnist(["train", "--resume", own, "-e", "3", "--device", "auto"]);
  expect(out).toContain("going on from checkpoint-000002.safetensors");
  expect(out).not.toMatch(/^device /m); // no step was timed
  const latest = join(own, "checkpoints", "checkpoint-000003.safetensors");
  const { tensors, metadata } = loadSafetensors(await readFile(latest));
  const { learner, ...saved } = JSON.parse(metadata.run!);
  const moved = JSON.stringify({ ...saved, learner: { ...learner, device: "webgpu" } });
  await writeFile(latest, await saveSafetensors(tensors, { ...metadata, run: moved }));
  const refused = await mnist(["train", "--resume", own, "-e", "4", "--device", "cpu", "--json"]);
  expectOneLine(refused, /is of another run\. It was begun with --device webgpu\./);
  expect(refused.status).toBe(2);
});

describe("a long run", () => {
  const long = [...small, "-e", "100000"];
  const start = (into: string) => {
    const command = mnistCommand([...long, "--checkpoints", into, "--no-run", "--json"]);
    return spawn(process.execPath, command, { cwd: root });
  };

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("is saved and ended by %s", async (signal, expected) => {
    const into = join(folder, signal);
    const child = start(into);
    await once(child.stdout, "data");
    child.kill(signal);
    const [status] = await once(child, "close");
    expect(status).toBe(expected);
    const files = await readdir(into);
    expect(files.filter((name) => !/^checkpoint-\d+\.safetensors$/.test(name))).toEqual([]);
    expect(files).not.toEqual([]);
  });

  it("is found where it was killed, its checkpoints moved to another folder", async () => {
    const [own, moved] = [join(folder, "killed"), join(folder, "moved")];
    await mnist([...small, "-e", "1", "--run", own]);
    const asked = ["train", "--resume", own, "-e", "100000", "--checkpoints", moved, "--json"];
    const child = spawn(process.execPath, mnistCommand(asked), { cwd: root });
    await once(child.stdout, "data");
    const refused = await mnist(["runs", "remove", own]);
    expectOneLine(refused, new RegExp(`killed is under way: process ${child.pid} on`));
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
    const again = await mnist(["train", "--resume", own, "-e", "1"]);
    expectOneLine(again, /--epochs 1: .*checkpoint-\d+\.safetensors has begun|has \d+ epochs already/);
    const environment = JSON.parse(await readFile(join(own, "environment.json"), "utf8"));
    expect(environment.checkpoints).toBe(moved);
  });

  it("has its folder for itself", async () => {
    const into = join(folder, "owned");
    const child = start(into);
    await once(child.stdout, "data");
    const closed = once(child, "close");
    const second = await mnist([...long, "--checkpoints", into, "--resume", "--json"]);
    expectOneLine(second, /got a lock that process \d+ on \S+ has; expected one process at a time/);
    child.kill("SIGKILL"); // whose lock the next one takes over
    await closed;
    const third = await mnist([...long, "--checkpoints", into, "--resume", "-e", "1", "--json"]);
    expectOneLine(
      third,
      /--epochs 1: checkpoint-\d+\.safetensors has begun epoch (\d+) already\. Try --epochs \1, or a new run\./,
    );
  });
});

it("a number of threads that is none is refused", async () => {
  const finished = await mnist(small, { MNIST_THREADS: "abc" });
  expect(finished.status).toBe(1);
  expect(finished.err).toMatch(/MNIST_THREADS: got "abc"; expected a whole number from 1 to 64\./);
});
