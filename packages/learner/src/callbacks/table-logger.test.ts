import { Adam, SGD } from "@mnist/nn/optim";
import { describe, expect, it } from "vitest";
import { display } from "../display.js";
import { History, partial } from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

describe("logger", () => {
  it("is told fastai's table, a head for each fit and a row for each epoch", async () => {
    const lines: string[] = [];
    const learner = smallLearner(1, { logger: (line) => lines.push(line) });
    const first = await learner.fit(2, 0.01);
    await learner.fit(1, 0.01);
    const head = "epoch  train_loss  valid_loss  accuracy  time";
    expect(lines).toHaveLength(5);
    expect([lines[0], lines[3]]).toEqual([head, head]);
    expect(lines[1]).toMatch(/^1 {6}\d\.\d{6} {4}\d\.\d{6} {4}\d\.\d{6} {2}\d\.\d\d s$/);
    expect(lines.slice(0, 3).join("\n")).toBe(`${first}`);
    expect(`${learner.history}`.split("\n")).toHaveLength(4);
  });

  it("hears nothing of lrFind", async () => {
    const lines: string[] = [];
    await smallLearner(1, { logger: (line) => lines.push(line) }).lrFind({ steps: 10 });
    expect(lines).toEqual([]);
  });
});

describe("History", () => {
  const record = { epoch: 1, seconds: 70, validSeconds: 5, metrics: { "a<b": 1 } };
  const history = new History();
  history.push({ ...record, trainLoss: 123456789, validLoss: Number.NaN });

  it("is an array, and what is made of it is a plain one", () => {
    expect(history.map(({ epoch }) => epoch)).toEqual([1]);
    expect(history.filter(() => true)).not.toBeInstanceOf(History);
    expect(JSON.parse(JSON.stringify(history))).toHaveLength(1);
  });

  it("keeps its columns where figures are large or missing", () => {
    expect(`${history}`.split("\n")).toEqual([
      "epoch  train_loss  valid_loss  a<b       time",
      "1      1.235e+8    -           1.000000  1:15",
    ]);
  });

  it("is a table in a notebook", () => {
    const { "text/html": html } = history[display]();
    expect(html).toContain("<th>a&lt;b</th>");
    expect(html).toContain("<td>1:15</td>");
  });
});

describe("optimizer", () => {
  it("is a class, or one with settings, as well as a function", async () => {
    const train = async (optimizer: NonNullable<Parameters<typeof smallLearner>[1]>["optimizer"]) => {
      const learner = smallLearner(1, optimizer ? { optimizer } : {});
      await learner.fit(1, 0.05);
      return weightsOf(learner.model as never);
    };
    expect(await train(SGD)).toEqual(await train((parameters, lr) => new SGD(parameters, { lr })));
    const settings = { momentum: 0.9, nesterov: true };
    expect(await train(partial(SGD, settings))).toEqual(
      await train((parameters, lr) => new SGD(parameters, { lr, ...settings })),
    );
    expect(await train(partial(Adam, { betas: [0.8, 0.9] }))).not.toEqual(await train(Adam));
    // @ts-expect-error SGD has no betas
    partial(SGD, { betas: [0.8, 0.9] });
  });
});
