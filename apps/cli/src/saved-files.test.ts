import { createHash } from "node:crypto";
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { holdLock } from "@mnist/data";
import { deserializeModel, serializeModel } from "@mnist/learner";
import { fromData, type Tensor } from "@mnist/tensor";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { run as exportModel } from "./commands/export/run.js";
import { remove } from "./commands/runs/run.js";
import { run as show } from "./commands/show/run.js";
import { readRun } from "./saved-run.js";
import { mnist, root } from "./testing/run-mnist.js";
import { writeWhole } from "./write-whole.js";

let folder: string;
let run: string;
const train = ["train", "digits", "-d", "strokes", "--samples", "600", "--hidden", "20", "-e", "1", "-q"];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-saved-"));
  run = join(folder, "run");
  expect(await mnist([...train, "--run", run])).toMatchObject({ status: 0, err: "" });
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => rm(folder, { recursive: true, force: true }));

const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

/** A copy of the run under another name. */
async function copied(name: string): Promise<string> {
  await cp(run, join(folder, name), { recursive: true });
  return join(folder, name);
}

it("removes runs alone, and of their folders what a run writes", async () => {
  const project = join(folder, "project");
  mkdirSync(join(project, "src"), { recursive: true });
  for (const [config, words] of [
    ['{"name":"x"}', /project.config\.json: got no settings of a run; expected those that train wrote/],
    ["null", /got no settings of a run/],
    ["[]", /got no settings of a run/],
    ['{"recipe":"digits"}', /project is no run's: it has no environment\.json\. Nothing is removed\./],
  ] as const) {
    writeFileSync(join(project, "config.json"), config);
    await expect(remove([project])).rejects.toThrow(words);
    expect(readdirSync(project)).toEqual(["config.json", "src"]);
  }
  const [first, second] = [await copied("first"), await copied("second")];
  await expect(remove([first, project])).rejects.toThrow("Nothing is removed");
  symlinkSync(first, join(folder, "link"));
  await expect(remove([join(folder, "link")])).rejects.toThrow(
    /link is a link; the run is .*first\. Nothing/,
  );
  writeFileSync(join(second, "model.safetensors.bak"), "a person's own");
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  await remove([first, `${first}/`, second]);
  expect(said.mock.calls.flat()).toEqual([
    `${first}/ is removed`,
    `${second} is removed; what else lies there stays: model.safetensors.bak`,
  ]);
  expect(readdirSync(folder).includes("first")).toBe(false);
  expect(readdirSync(second)).toEqual(["model.safetensors.bak"]);
});

it("leaves checkpoints that were kept elsewhere, says where, and removes no run that is trained there", async () => {
  const [elsewhere, own] = [join(folder, "elsewhere"), join(folder, "kept-elsewhere")];
  await mnist([...train, "--run", own, "--checkpoints", elsewhere]);
  const files = readdirSync(own);
  const lock = await holdLock(join(elsewhere, ".lock"), { wait: false });
  await expect(remove([own])).rejects.toThrow(
    new RegExp(
      `kept-elsewhere is under way: process ${process.pid} on .* trains it\\. Nothing is removed\\.`,
    ),
  );
  expect(readdirSync(own)).toEqual(files);
  lock.release();
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  await remove([own]);
  expect(said.mock.calls.flat()).toEqual([`${own} is removed; its checkpoints stay in ${elsewhere}`]);
  expect(readdirSync(elsewhere)).toEqual(["checkpoint-000001.safetensors"]);
  expect(readdirSync(folder)).not.toContain("kept-elsewhere");
});

it("does not remove the folder that it is called from, or one around it", async () => {
  const around = await copied("around");
  const here = process.cwd();
  try {
    for (const [place, name] of [
      [around, "."],
      [join(around, "checkpoints"), ".."],
    ] as const) {
      process.chdir(place);
      await expect(remove([name])).rejects.toThrow(
        `${name} is where you are, or around it. Nothing is removed.`,
      );
    }
  } finally {
    process.chdir(here);
  }
  expect(readdirSync(around)).toEqual(readdirSync(run));
});

it("exports over no model that it reads, by whatever name", async () => {
  const [model, best] = [join(run, "model.safetensors"), join(run, "best.safetensors")];
  const [link, hard] = [join(folder, "to-model.safetensors"), join(folder, "hard.safetensors")];
  symlinkSync(model, link);
  linkSync(model, hard);
  const before = [digest(model), digest(best)];
  for (const [source, out] of [
    [run, model],
    [run, `${run}/../run/model.safetensors`],
    [run, best],
    [model, link],
    [link, model],
    [model, hard],
  ] as const)
    await expect(exportModel(source, { out })).rejects.toThrow("is the model itself; name another file");
  expect([digest(model), digest(best)]).toEqual(before);
});

it("exports the sign of -0 as JSON, and says what JSON has no words for", async () => {
  const trained = deserializeModel(await readFile(join(run, "model.safetensors")));
  const state = trained.model.stateDict();
  const [[name, weight]] = Object.entries(state) as [[string, Tensor]];
  const given = async (first: number): Promise<string> => {
    const values = Float32Array.from(weight.dataSync(), Number).fill(first, 0, 1);
    trained.model.loadStateDict({ ...state, [name]: fromData(values, weight.shape) });
    await writeFile(join(folder, "given.safetensors"), await serializeModel(trained));
    return join(folder, "given.safetensors");
  };
  vi.spyOn(console, "log").mockImplementation(() => {});
  const out = join(folder, "given.json");
  await exportModel(await given(-0), { out });
  const { weights } = JSON.parse(await readFile(out, "utf8"));
  expect([weights[name][0][0], weights[name].length]).toEqual([-0, weight.shape[0]]);
  await expect(exportModel(await given(1), { out })).rejects.toThrow(
    "given.json is there already. Name another with --out, or write over it with --force.",
  );
  for (const value of [Number.NaN, Number.NEGATIVE_INFINITY])
    await expect(exportModel(await given(value), { out, force: true })).rejects.toThrow(
      `the weight ${name} has values that are NaN or infinite, for which JSON has no words`,
    );
});

it("answers nothing where a training has diverged, and names the model", async () => {
  const flown = join(folder, "flown.safetensors");
  await mnist([...train, "--no-run", "--lr", "1e300", "-o", flown]);
  const picture = join(root, "assets/three.png");
  for (const form of [[], ["--json"]]) {
    const { status, out, err } = await mnist(["predict", flown, picture, ...form]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/flown\.safetensors: the model's answers are no numbers: its training diverged/);
  }
  const { status, out, err } = await mnist(["eval", flown, "-d", "strokes"]);
  expect([status, out]).toEqual([1, ""]);
  expect(err).toMatch(/flown\.safetensors: the model's answers are no numbers: its training diverged/);
});

it("shows a picture in no file that it was read from", async () => {
  const picture = join(folder, "three.png");
  await cp(new URL("../assets/three.png", import.meta.url), picture);
  const before = digest(picture);
  await expect(show(picture, { out: `${folder}/./three.png` })).rejects.toThrow("is the picture itself");
  expect(digest(picture)).toBe(before);
});

it("writes through a symbolic link, whether its file is there or not, and never over a device", async () => {
  const [link, file] = [join(folder, "link.bin"), join(folder, "file.bin")];
  symlinkSync("file.bin", link);
  for (const bytes of [Uint8Array.of(1), Uint8Array.of(2, 3)]) {
    await writeWhole(link, bytes);
    expect(Uint8Array.from(readFileSync(file))).toEqual(bytes);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  }
  await writeWhole("/dev/null", Uint8Array.of(1));
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});

it("tells of a damaged run by its file, and reads of it what is whole", async () => {
  const [half, none] = [await copied("half"), await copied("none")];
  await appendFile(join(half, "metrics.jsonl"), '{"epoch":2}\n{"epoch":3,"trainL');
  writeFileSync(join(none, "config.json"), "null");
  await expect(readRun(none)).rejects.toThrow(/none.config\.json: got no settings of a run/);
  const told = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  expect((await readRun(half)).epochs.map(({ epoch }) => epoch)).toEqual([1]);
  expect(told.mock.calls.join("\n")).toMatch(
    /half.metrics\.jsonl: line 2 is damaged and left out[\s\S]*line 3 is/,
  );
  const longer = await mnist(["train", "--resume", half, "-e", "2", "--json"]);
  expect([longer.status, longer.err]).toEqual([0, expect.stringMatching(/line 3 is damaged/)]);
  expect(readFileSync(join(half, "metrics.jsonl"), "utf8").trim().split("\n")).toHaveLength(2);
});
