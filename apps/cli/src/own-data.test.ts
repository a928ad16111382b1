import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { strokes } from "@mnist/data";
import { deserializeModel } from "@mnist/learner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idx } from "./testing/idx.js";
import { photograph } from "./testing/photograph.js";
import { mnist } from "./testing/run-mnist.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mnist-own-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, bytes: Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** Trains on the data, reads a picture by the model, exports it. */
async function train(data: readonly string[], picture: string, environment: NodeJS.ProcessEnv = {}) {
  const model = join(folder, "model.safetensors");
  const trained = await mnist(
    ["train", "digits", ...data, "--epochs", "6", "--lr", "0.3", "--no-run", "--out", model],
    environment,
  );
  expect(trained.err).toBe("");
  const read = await mnist(["predict", model, picture, "--json"]);
  const onnx = join(folder, "model.onnx");
  expect((await mnist(["export", model, "--out", onnx, "--force"])).status).toBe(0);
  return {
    out: trained.out,
    loaded: deserializeModel(readFileSync(model)),
    reading: JSON.parse(read.out) as { digit: string; confidence: number },
    onnx: readFileSync(onnx, "latin1"),
  };
}

describe("mnist train digits on data of other classes", () => {
  it("learns Fashion-MNIST from its four files, and names its classes", async () => {
    for (const [name, count, seed] of [
      ["train", 1500, 1],
      ["t10k", 300, 2],
    ] as const) {
      const { images, labels } = strokes({ count, seed });
      write(`home/fashion/${name}-images-idx3-ubyte.gz`, gzipSync(idx([count, 28, 28], images)));
      write(`home/fashion/${name}-labels-idx1-ubyte.gz`, gzipSync(idx([count], labels)));
    }
    const picture = write("one.jpg", photograph("1", 0));
    const { out, loaded, onnx } = await train(["-d", "fashion_mnist", "--offline"], picture, {
      MNIST_HOME: join(folder, "home"),
    });
    expect(out).toContain("T-shirt/top");
    expect(loaded.recipe.classes[1]).toBe("Trouser");
    expect(onnx).toContain("Ankle boot");
    const other = await mnist(["eval", join(folder, "model.safetensors"), "-d", "strokes"]);
    expect(other.status).toBe(2);
    expect(other.err.replaceAll(/\s+/g, " ")).toMatch(
      /^error strokes .* has the classes 0,1,2,.*, and the model tells T-shirt\/top,Trouser,.* apart\. Try --dataset/,
    );
  });

  it("says that ink on paper is hard to learn from, and what to do", async () => {
    for (let index = 0; index < 12; index++)
      for (const digit of ["0", "1"]) write(`paper/${digit}/${index}.jpg`, photograph(digit, index));
    const args = ["train", "digits", "-d", join(folder, "paper"), "-e", "1", "--no-run", "-q"];
    expect((await mnist(args)).err).toMatch(
      /^note the pictures are dark on a bright ground.*Try --prepare digit/,
    );
    expect((await mnist([...args, "--prepare", "digit"])).err).toBe("");
  });

  it("learns three classes of photographs of 64×48 that were held sideways", async () => {
    for (const [name, digit] of [
      ["ball", "0"],
      ["stick", "1"],
      ["boomerang", "7"],
    ] as const)
      for (let index = 0; index < 60; index++) write(`toys/${name}/${index}.jpg`, photograph(digit, index));
    const picture = write("unseen.jpg", photograph("1", 500));
    const { out, loaded, reading, onnx } = await train(
      ["-d", join(folder, "toys"), "--prepare", "digit"],
      picture,
    );
    expect(out).toMatch(/144 \+ 36 pictures of 3 classes: ball \(48 \+ 12\), boomerang \(48 \+ 12\), stick/);
    expect(loaded.recipe.classes).toEqual(["ball", "boomerang", "stick"]);
    expect(reading.digit).toBe("stick");
    expect(onnx).toContain("boomerang");
  });
});
