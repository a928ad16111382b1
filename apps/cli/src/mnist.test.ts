import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodePng, strokes } from "@mnist/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeForm, type PngForm, pngForms } from "./testing/png-forms.js";
import { expectOneLine, mnist, root } from "./testing/run-mnist.js";

const three = join(root, "assets/three.png");
let folder: string;
let model: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-cli-"));
  model = join(folder, "digits.safetensors");
  const trained = await mnist([
    "train",
    "digits",
    "-d",
    "strokes",
    "--epochs",
    "4",
    "--lr",
    "0.2",
    "--out",
    model,
  ]);
  expect(trained.err).toBe("");
  expect(trained.status).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("mnist train", () => {
  it("prints JSON lines and nothing else with --json", async () => {
    const args = [
      "train",
      "threes-sevens",
      "-d",
      "strokes",
      "--samples",
      "600",
      "--epochs",
      "2",
      "--seed",
      "7",
      "--json",
    ];
    const { out, status } = await mnist(args);
    expect(status).toBe(0);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const number = expect.any(Number);
    const epoch = {
      trainLoss: number,
      validLoss: number,
      accuracy: number,
      seconds: number,
      validSeconds: number,
    };
    expect(lines).toEqual([
      { epoch: 1, ...epoch },
      { epoch: 2, ...epoch },
      {
        done: true,
        recipe: "threes-sevens",
        dataset: "strokes",
        seed: 7,
        accuracy: lines[1]!.accuracy,
        seconds: number,
        bestEpoch: number,
        run: expect.stringMatching(/\d{4}-\d\d-\d\d-threes-sevens-7/),
      },
    ]);
    const lasting = (text: string): string => text.replaceAll(/"\w*[sS]econds":[\d.]+|"run":"[^"]+"/g, "");
    expect(lasting((await mnist(args)).out)).toBe(lasting(out));
  });

  it("goes on from its checkpoints, and says when they are another run's", async () => {
    const checkpoints = join(folder, "checkpoints");
    const train = (epochs: string, out: string, ...rest: string[]) => {
      const data = ["-d", "strokes", "--samples", "600", "--epochs", epochs];
      const files = ["--checkpoints", checkpoints, "--out", join(folder, out)];
      return mnist(["train", "digits", ...data, ...files, ...rest]);
    };
    expect((await train("2", "whole.safetensors")).err).toBe("");
    await rm(join(checkpoints, (await readdir(checkpoints)).sort().at(-1)!)); // as if killed in the last epoch
    const { out, err } = await train("2", "resumed.safetensors", "--resume");
    expect(err).toBe("");
    expect(out).toContain("going on from checkpoint-");
    expect(await readFile(join(folder, "resumed.safetensors"))).toEqual(
      await readFile(join(folder, "whole.safetensors")),
    );
    expect((await train("1", "other.safetensors", "--resume")).err).toMatch(
      /--epochs 1: checkpoint-\d+\.safetensors has begun epoch 2 already\. Try --epochs 2, or a new run\./,
    );
    const longer = await train("3", "longer.safetensors", "--resume");
    expect([longer.err, longer.out.match(/^ *3 /gm)?.length]).toEqual(["", 1]);
    expectOneLine(await mnist(["train", "digits", "--resume"]), /--resume needs the folder/);
    const anew = ["train", "digits", "-d", "strokes", "--samples", "600", "--epochs", "1", "--json"];
    const firstLoss = async (...rest: string[]): Promise<number> =>
      JSON.parse((await mnist([...anew, ...rest])).out.split("\n")[0]!).trainLoss;
    expect(await firstLoss("--init", join(folder, "whole.safetensors"))).toBeLessThan(await firstLoss());
    const { err: missing } = await mnist([...anew, "--init", join(folder, "none.safetensors")]);
    expect(missing).toMatch(/none\.safetensors/);
  });

  it("says which data it used and shows fastai's table", async () => {
    const { out, err, status } = await mnist([
      "train",
      "digits-scalar",
      "-d",
      "strokes",
      "--samples",
      "500",
      "--epochs",
      "1",
    ]);
    expect(status, err).toBe(0);
    expect(out).toMatch(/data strokes \(seed 42/);
    expect(out).toMatch(/epoch +train_loss +valid_loss +accuracy +\S+ +time/);
    expect(out).toMatch(/read as +0 +1 +2/);
    expect(out).toContain("that is the recipe digits");
  });

  it("says what may help a run that went wrong", async () => {
    const args = [
      "train",
      "threes-sevens",
      "-d",
      "strokes",
      "--samples",
      "600",
      "--epochs",
      "4",
      "--raw-pixels",
    ];
    expect((await mnist(args)).out).toMatch(/hint .*Try it without --raw-pixels/);
  });

  it.each(["1e-4", "3.6e-5", "1"])("says what went wrong where the curve flies apart: lr %s", async (lr) => {
    const { out, err, status } = await mnist(["train", "curve", "--lr", lr]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toMatch(/hint The steps were too large.*Try --lr 0\.0000\d+\./);
    expect(out).not.toContain("NaN");
  });

  it("marks no epoch as the best whose loss is no number", async () => {
    const small = ["train", "digits", "-d", "strokes", "--samples", "600", "-e", "2", "--no-run"];
    const { out } = await mnist([...small, "--lr", "1e30"]);
    expect(out).toMatch(/hint The steps were too large.*Try --lr 0\.1\./);
    expect(out).not.toContain("★");
  });

  it("fits the curve", async () => {
    const { out } = await mnist(["train", "curve", "--json"]);
    const last = JSON.parse(out.trim().split("\n").at(-1)!) as { final: number[] };
    expect(last.final[0]).toBeCloseTo(0.77786, 4); // PyTorch, seed 42
  });
});

describe("mnist export", () => {
  it("writes what others read, by the file's ending or as asked", async () => {
    const onnx = join(folder, "digits.onnx");
    expect(await mnist(["export", model, "--out", onnx])).toMatchObject({ status: 0, err: "" });
    expect((await readFile(onnx)).toString("latin1")).toContain("0.Gemm");
    const arrays = join(folder, "weights.zip");
    await mnist(["export", model, "--out", arrays, "--format", "npz"]);
    expect((await readFile(arrays)).toString("latin1")).toContain("0.weight.npy");
  });

  it("asks for a format where the ending names none", async () => {
    const finished = await mnist(["export", model, "--out", join(folder, "digits.bin")]);
    expectOneLine(finished, /Formats: onnx, safetensors, npz/);
    expect(finished.status).toBe(2);
  });
});

describe("mnist predict", () => {
  it("reads a drawn digit", async () => {
    const { out, status } = await mnist(["predict", model, three]);
    expect(status).toBe(0);
    expect(out).toMatch(/^3 +\d+ % sure/);
  });

  it("reads a picture alike in whatever form it is stored", async () => {
    const { images } = strokes({ count: 12, seed: 77 });
    const pictures = Array.from({ length: 12 }, (_, i) => images.subarray(i * 784, (i + 1) * 784));
    const read = async (form: PngForm): Promise<string[]> => {
      const paths = pictures.map((_, i) => join(folder, `${i}-${form}.png`));
      await Promise.all(pictures.map((pixels, i) => writeFile(paths[i]!, encodeForm(pixels, form))));
      const { out } = await mnist(["predict", model, ...paths, "--json"]);
      return out
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { digit: string }).digit);
    };
    const digits = await read("gray");
    for (const form of pngForms) expect(await read(form), form).toEqual(digits);
  });

  it("goes on with the other pictures after a bad one", async () => {
    const bad = join(folder, "bad.png");
    await writeFile(bad, (await readFile(three)).subarray(0, 900));
    const { out, err, status } = await mnist(["predict", model, bad, three, "--json"]);
    expect(status).toBe(1);
    expect(err).toMatch(/bad\.png/);
    expect(JSON.parse(out)).toMatchObject({ image: three, digit: "3" });
  });
});

describe("bad input", () => {
  it.each([
    [["train", "digits", "--lr", "banana"], /--lr.*banana.*expected a number above 0/],
    [["train", "digits", "--epochs", "1.5"], /--epochs.*whole number/],
    [["train", "tens"], /no recipe called "tens". Recipes: curve, threes-sevens/],
    [["train", "digits", "--colour", "red"], /unknown option '--colour'/],
    [["sing"], /unknown command 'sing'/],
    [["data", "get", "cats"], /no data set called "cats"/],
  ])("%j is a usage error", async (args, words) => {
    const finished = await mnist(args);
    expectOneLine(finished, words);
    expect(finished.status).toBe(2);
  });

  it("a folder that is not there", async () => {
    const finished = await mnist(["train", "digits", "-d", join(folder, "nowhere")]);
    expectOneLine(finished, /nowhere: no such file or folder/);
    expect(finished.status).toBe(1);
  });

  it("an archive cut short", async () => {
    const archive = join(folder, "cut.tgz");
    await writeFile(archive, Buffer.from("1f8b0800000000000003edcbb10d80300c04c0", "hex"));
    const finished = await mnist(["train", "digits", "-d", archive]);
    expectOneLine(finished, /cut\.tgz/);
    expect(finished.status).toBe(1);
  });

  it("an IDX file whose header lies about its length", async () => {
    const lying = await mkdtemp(join(folder, "idx-"));
    const header = Buffer.from("00000803000f4240000001c0000001c0", "hex");
    for (const part of ["train", "t10k"]) {
      await writeFile(join(lying, `${part}-images-idx3-ubyte`), header);
      await writeFile(join(lying, `${part}-labels-idx1-ubyte`), Buffer.from("00000801000f4240", "hex"));
    }
    const finished = await mnist(["train", "digits", "-d", lying]);
    expectOneLine(finished, /idx/);
    expect(finished.status).toBe(1);
  });

  it("a truncated PNG, and a model that is none", async () => {
    const cut = join(folder, "cut.png");
    await writeFile(
      cut,
      encodePng({ width: 28, height: 28, channels: 1, data: new Uint8Array(784).fill(9) }).subarray(0, 40),
    );
    const finished = await mnist(["predict", model, cut]);
    expectOneLine(finished, /cut\.png/);
    expect(finished.status).toBe(1);
    expectOneLine(await mnist(["predict", cut, three]), /cut\.png/);
  });

  it("an output folder that is not there, before any training; no drafts are left behind", async () => {
    const before = await readdir(folder);
    const args = ["train", "digits", "-d", "strokes", "--out", join(folder, "missing/m.safetensors")];
    const finished = await mnist(args);
    expectOneLine(finished, /there is no folder .*missing\. Try mkdir -p/);
    expect(finished.status).toBe(1);
    expect(await readdir(folder)).toEqual(before);
  });
});
