// Every command of the command line tool, from its tarball, in an empty folder with no workspace in sight.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { run, runWhole, start } from "./run.js";

const consumer = inject("consumer");
const tool = join(consumer, "node_modules/mnist-cli");
const bin = join(tool, "dist/mnist.js");
const three = join(tool, "assets/three.png");
const folder = join(consumer, "command-line");
mkdirSync(folder, { recursive: true });

const mnist = (...args: string[]): string => run(process.execPath, [bin, ...args], folder);
const small = ["-d", "strokes", "--samples", "1200", "--hidden", "20"];

describe("installed from its tarball", () => {
  it("demo trains two classifiers and reads a digit drawn by hand", () => {
    const out = mnist("demo");
    expect(out).toMatch(/A digit drawn by hand:.*\n3 {2}\d+ % sure/s);
    expect(out).toMatch(/3 or 7: 9\d\.\d % right {3}ten digits: 9\d\.\d % right/);
    expect(out).toContain("\n  mnist train digits ");
  });

  it("a model is trained, gone on with, looked into, compared and removed", () => {
    expect(mnist("train", "digits", ...small, "-e", "2", "--run", "runs/first")).toMatch(/→ 0\.\d{4} of 200/);
    mnist("train", "digits", ...small, "-e", "2", "--lr", "0.5", "--run", "runs/second", "-q");
    expect(mnist("train", "--resume", "runs/first", "-e", "3")).toContain("going on from checkpoint");
    expect(existsSync(join(folder, "runs/first/loss.svg"))).toBe(true);
    expect(mnist("eval", "first")).toMatch(/mixed up most often/);
    expect(mnist("show", "runs/first")).toMatch(/0\.weight 1/);
    expect(mnist("runs", "list")).toMatch(/^first +0\.\d{4} +3 epochs.*\nsecond /);
    expect(mnist("runs", "show", "second")).toMatch(/--lr 0\.5/);
    expect(mnist("compare", "first", "second", "--svg", "both.svg")).toMatch(/run +.*lr/);
    expect(readFileSync(join(folder, "both.svg"), "utf8")).toMatch(/^<svg/);
    expect(mnist("runs", "remove", "second")).toContain("is removed");
  });

  it("a digit is read, and a model exported in every format", () => {
    expect(mnist("predict", "runs/first", three, "--top", "2")).toMatch(/^\d +\d+ % sure.*\n {2}\d +\d/s);
    for (const format of ["onnx", "npz", "safetensors", "json"])
      expect(mnist("export", "runs/first", "--out", `first.${format}`)).toMatch(/bytes\ninput: float32/);
    expect(mnist("show", three, "-o", "three.html")).toBe("");
  });

  it("the curve is fitted, and a learning rate found", () => {
    expect(mnist("train", "curve", "--plot", "curve.png")).toContain("speed = 0.7779·t²");
    expect(readFileSync(join(folder, "curve.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(mnist("lr-find", "digits", "-d", "strokes", "--samples", "1200")).toMatch(/valley +0\./);
  });

  it("data are listed, shown and checked; what is not here is said", () => {
    expect(mnist("data", "list")).toContain("strokes");
    expect(mnist("data", "verify", "strokes")).toContain("✓ train");
    expect(mnist("data", "show", "--out", "one.svg")).toContain("picture 1 of strokes");
    expect(mnist("data", "clean")).toMatch(/holds/);
    for (const args of [
      ["data", "path", "kmnist"],
      ["data", "get", "kmnist", "--offline"],
    ])
      expect(runWhole(process.execPath, [bin, ...args], folder).err).toMatch(/^error .*kmnist/);
    const help = mnist("bench", "transfer", "--help");
    expect(help).toContain("train on strokes alone");
  });

  it("a sweep is trained by processes of its own; a worker says what is wrong with its server", () => {
    const train = { recipe: "digits", dataset: "strokes", samples: 600 };
    const sweep = { name: "small", train, epochs: 1, parameters: { lr: { values: [0.1, 0.5] } } };
    writeFileSync(join(folder, "sweep.json"), JSON.stringify(sweep));
    const lines = mnist("sweep", "sweep.json", "--json").trim().split("\n");
    const last = JSON.parse(lines.at(-1)!) as { done: boolean; folder: string; trials: number };
    expect(last).toMatchObject({ done: true, trials: 2 });
    expect(mnist("sweep", "show", last.folder)).toContain("lr");
    expect(mnist("sweep", "export", last.folder).trim().split("\n")).toHaveLength(2);
    const worker = runWhole(process.execPath, [bin, "worker", "--redis", "redis://127.0.0.1:1"], folder);
    expect(worker.err).toMatch(/^error redis:\/\/127\.0\.0\.1:1: /);
  });

  it("the page is served with what lets its threads share memory, and nothing outside of it", async () => {
    const server = await start(
      process.execPath,
      [bin, "play", "--port", "0", "--no-open"],
      folder,
      /http:\S+/,
    );
    const address = /http:\S+/.exec(server.printed)![0];
    const page = await fetch(address);
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(page.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(await page.text()).toContain("<script");
    expect((await fetch(`${address}..%2f..%2fpackage.json`)).status).toBe(404);
    server.stop();
  });

  it("the doctor looks, and shells complete", () => {
    expect(mnist("doctor")).toMatch(/✓ SIMD/);
    for (const shell of ["bash", "zsh", "fish"]) expect(mnist("completion", shell)).toContain("lr-find");
    expect(mnist("--help")).toContain("lr-find");
  });
});
