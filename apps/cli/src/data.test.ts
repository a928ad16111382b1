import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePng, encodePng, strokeDigit } from "@mnist/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectOneLine, mnist } from "./testing/run-mnist.js";

let folder: string;
/** Nothing is there, and nothing is to be had. */
let nowhere: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-cli-data-"));
  nowhere = { MNIST_HOME: join(folder, "none") };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("mnist data", () => {
  it("lists what there is and where", async () => {
    const { out } = await mnist(["data", "list"], nowhere);
    expect(out).toMatch(/^strokes +drawn from a seed/);
    expect(out).toMatch(/^kmnist +not here; mnist data get kmnist$/m);
  });

  it("says of a MNIST_HOME that is a file what it should be, as train does", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    const commands = [
      ["data", "list"],
      ["data", "list", "--json"],
      ["data", "get", "mnist"],
      ["train", "digits"],
    ];
    for (const command of commands) {
      const finished = await mnist(command, { MNIST_HOME: file });
      expectOneLine(finished, /a-file: got a file; expected MNIST_HOME to be a folder of data sets\..*\n$/);
      expect(finished.status).toBe(1);
    }
    const doctor = await mnist(["doctor"], { MNIST_HOME: file });
    expect(doctor.out).toMatch(/^✗ cache +MNIST_HOME=.*got a file; expected/m);
  });

  it("shows one picture, or several under their classes", async () => {
    expect((await mnist(["data", "show", "--index", "3"])).out).toMatch(/picture 3 of strokes/);
    const { out } = await mnist(["data", "show", "--index", "2", "--count", "4", "--valid"]);
    const { label } = strokeDigit(43, 1);
    expect(out.split("\n")[0]!.trim().split(/ +/)).toHaveLength(4);
    expect(out.trim()[0]).toBe(String(label));
    expect(out).toMatch(/4 pictures {2}from 2 of strokes \(seed 43\)/);
  });

  it("writes a picture as PNG, SVG and HTML", async () => {
    const write = async (name: string) => {
      const path = join(folder, name);
      expect((await mnist(["data", "show", "--out", path])).status).toBe(0);
      return readFile(path);
    };
    const { width, height, data } = decodePng(await write("digit.png"));
    expect([width, height]).toEqual([280, 280]);
    const { pixels, label } = strokeDigit(42, 0);
    expect(pixels.every((level, i) => data[Math.floor(i / 28) * 2800 + (i % 28) * 10] === level)).toBe(true);
    expect(`${await write("digit.svg")}`).toContain(`<title>a ${label}</title>`);
    expect(`${await write("digit.html")}`).toMatch(/^<!doctype html>[\s\S]*<td style="background:#440154/);
  });

  it.each([
    [["data", "show", "--out", "x.gif"], /x\.gif: the name ends with none of \.png, \.svg and \.html/],
    [["data", "show", "--out", "x.png", "--count", "2"], /--out writes one picture/],
    [["data", "show", "-d", "cats"], /no data set or path called "cats"\. Data sets: strokes, mnist/],
    [["predict", "m", "i.png", "--json", "--explain"], /--json writes nothing else/],
  ])("%j is a usage error", async (args, words) => {
    const finished = await mnist(args);
    expectOneLine(finished, words);
    expect(finished.status).toBe(2);
  });

  it.each([
    [["data", "get", "kmnist", "--offline"], /kmnist: got nothing in .*, and the network is not to be asked/],
    [["data", "show", "-d", "mnist", "--offline"], /the network is not to be asked/],
    [["train", "digits", "-d", "fashion-mnist", "--offline"], /fashion_mnist: got nothing in/],
    [
      ["bench", "transfer", "--offline"],
      /the network is not to be asked; expected train-images-idx3-ubyte\.gz/,
    ],
  ])("%j asks no network", async (args, words) => {
    const finished = await mnist(args, nowhere);
    expectOneLine(finished, words);
    expect(finished.status).toBe(1);
  });
});

describe("mnist predict --explain", () => {
  it("shows each step of a drawing on its way to 28×28", async () => {
    const model = join(folder, "m.safetensors");
    await mnist(["train", "digits", "-d", "strokes", "--samples", "300", "--epochs", "1", "--out", model]);
    const drawing = join(folder, "drawing.png");
    const { pixels } = strokeDigit(1, 1);
    const data = new Uint8Array(200 * 100).fill(255);
    for (let i = 0; i < 784 * 4; i++) {
      const [x, y] = [i % 56, Math.floor(i / 56)];
      data[(y + 20) * 200 + x + 120] = 255 - pixels[Math.floor(y / 2) * 28 + Math.floor(x / 2)]!;
    }
    await writeFile(drawing, encodePng({ width: 200, height: 100, channels: 1, data }));
    const { out } = await mnist(["predict", model, drawing, "--explain", "--deskew"]);
    const steps = [...out.matchAll(/(gray|ink|crop|deskew|box|centre) (\d+)×(\d+)/g)];
    expect(steps.map(([, name]) => name)).toEqual(["gray", "ink", "crop", "deskew", "box", "centre"]);
    expect(steps[0]!.slice(2)).toEqual(["200", "100"]);
    expect(steps[5]!.slice(2)).toEqual(["28", "28"]);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(90);
    expect(out).toMatch(/\n\d {2}\d+ % sure/);
  });
});

describe("mnist bench transfer", () => {
  it.runIf(process.env.MNIST_HOME)("reads real digits with what it learned from drawn ones", async () => {
    const { out } = await mnist(["bench", "transfer", "--samples", "1000", "--json", "--offline"]);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { recipe: string; accuracy: number });
    expect(lines.map(({ recipe }) => recipe)).toEqual(["digits", "digits-conv"]);
    for (const { accuracy } of lines) expect(accuracy).toBeGreaterThan(0.3);
  });
});
