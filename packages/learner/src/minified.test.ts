import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** What a program prints that a bundler has minified. */
async function minified(program: string): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "node",
    conditions: ["@mnist/source", "browser"],
  });
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module"], {
    input: outputFiles[0]!.contents,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

it("every class that is exported keeps its name in a minified build", async () => {
  const misnamed = await minified(`
    import * as tensor from "@mnist/tensor";
    import * as autograd from "@mnist/autograd";
    import * as nn from "@mnist/nn";
    import * as optim from "@mnist/nn/optim";
    import * as formats from "@mnist/nn/formats";
    import * as data from "@mnist/data";
    import * as learner from "@mnist/learner";
    const named = [tensor, autograd, nn, optim, formats, data, learner].flatMap((all) => Object.entries(all));
    const isClass = (value) => typeof value === "function" && String(value).startsWith("class");
    const metrics = ["accuracy", "errorRate", "mae", "mse"];
    const checked = named.filter(([name, value]) => isClass(value) || metrics.includes(name));
    console.log(JSON.stringify(checked.filter(([name, value]) => value.name !== name).map(([name]) => name)));
  `);
  expect(misnamed).toEqual([]);
});

it("a training that watches a metric is the same in a minified build", async () => {
  const seen = await minified(`
    import { DataLoader, ImageDataset, strokes } from "@mnist/data";
    import { accuracy, DataLoaders, EarlyStopping, Learner, TerminateOnNaN } from "@mnist/learner";
    import { crossEntropy, Linear, Module, ReLU, Sequential } from "@mnist/nn";
    import { moduleFromJSON } from "@mnist/nn/formats";
    import { ShapeError, zeros } from "@mnist/tensor";
    class Twice extends Module<[Tensor], Tensor> {
      static override readonly name: string = "Twice";
      forward(x) { return x.mul(2); }
    }
    const loader = (count, seed) => new DataLoader(new ImageDataset(strokes({ count, seed })), { batchSize: 32 });
    const model = new Sequential(new Linear(784, 10), new ReLU(), new Twice());
    const learner = new Learner(new DataLoaders(loader(64, 1), loader(32, 2)), model, {
      lossFunction: crossEntropy, metrics: [accuracy],
    });
    const stopping = new EarlyStopping({ monitor: "accuracy", patience: 9 });
    const history = await learner.fit(2, 0.1, { callbacks: [stopping] });
    const again = moduleFromJSON(JSON.parse(JSON.stringify(model)), { Twice: () => new Twice() });
    let error;
    try { model(zeros([2, 3])); } catch (thrown) { error = thrown; }
    console.log(JSON.stringify({
      metrics: Object.keys(history[0].metrics), model: String(model), again: String(again),
      error: [error.name, error instanceof ShapeError], loop: learner.showTrainingLoop([stopping, new TerminateOnNaN()]),
    }));
  `);
  const model =
    "Sequential(\n  (0): Linear(in_features=784, out_features=10, bias=True)\n  (1): ReLU()\n  (2): Twice()\n)";
  expect(seen).toMatchObject({ metrics: ["accuracy"], model, again: model, error: ["ShapeError", true] });
  expect(seen).toHaveProperty("loop", expect.stringMatching(/TerminateOnNaN.*EarlyStopping/s));
});
