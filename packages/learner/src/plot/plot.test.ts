import { decodePng, ImageDataset, strokes } from "@mnist/data";
import { arange, tensor } from "@mnist/tensor";
import { afterEach, describe, expect, it, vi } from "vitest";
import { display } from "../display.js";
import { Interpretation } from "../index.js";
import {
  layer,
  line,
  MissingPackageError,
  type Plot,
  plotBatch,
  plotConfusionMatrix,
  plotFunction,
  plotLoss,
  plotLrFind,
  plotParallelCoordinates,
  plotRuns,
  plotTopLosses,
  plotTrials,
  plotWeights,
  scatter,
} from "./index.js";

const epochs = [2.3, 1.1, 0.6].map((loss, i) => ({
  epoch: i + 1,
  trainLoss: loss,
  validLoss: loss + 0.2,
  metrics: {},
  seconds: 1,
  validSeconds: 1,
}));
const interpretation = new Interpretation({
  targets: [0, 1, 2, 2, 2],
  predictions: [0, 0, 2, 2, 1],
  classes: ["ant", "bee", "cat"],
});
const finding = {
  lrs: [1e-3, 1e-2, 1e-1, 1],
  losses: [2.3, 2, 1, 4],
  suggestions: { valley: 0.01, steep: null, minimum: 0.1 },
};
const digits = strokes({ count: 12, seed: 1 });
const answers = new Interpretation({
  targets: digits.labels,
  predictions: digits.labels.map((label, i) => (i === 3 ? 9 - label : label)),
  losses: Array.from(digits.labels, (_, i) => (i === 3 ? 4.25 : 0.5)),
  classes: digits.classes,
});
const trials = [
  { settings: { lr: 0.001, optimizer: "SGD" }, objective: 0.4 },
  { settings: { lr: 1, optimizer: "Adam" }, objective: Number.NaN },
  { settings: { lr: 0.1, optimizer: "Adam" }, objective: 0.9 },
];
const plots: Record<string, Plot> = {
  plotBatch: plotBatch(digits, { count: 7 }),
  "plotBatch of none": plotBatch({ images: [], labels: [], width: 28, height: 28 }),
  plotTopLosses: plotTopLosses(answers, new ImageDataset(digits), { count: 2 }),
  plotWeights: await plotWeights(
    arange(2 * 4 * 4)
      .view(2, 16)
      .sub(16),
    {},
  ),
  plotRuns: plotRuns({ first: epochs, second: epochs.slice(0, 1) }),
  plotTrials: plotTrials(trials, { objective: "accuracy" }),
  plotParallelCoordinates: plotParallelCoordinates(trials, { objective: "accuracy" }),

  plotLoss: plotLoss(epochs),
  plotLrFind: plotLrFind(finding),
  plotConfusionMatrix: plotConfusionMatrix(interpretation),
  scatter: scatter(tensor([1, 2, 3]), tensor([1, 4, 9])),
  layer: layer(scatter([1, 2], [3, 4]), line([1, 2], [4, 3], { color: "red" }), { yDomain: [0, 5] }),
  plotFunction: plotFunction(Math.exp, { title: "exp" }),
  "no finite value": line([1, 2], [Number.NaN, Number.POSITIVE_INFINITY]),
  "losses of 1e11": plotLoss(epochs.map((each) => ({ ...each, trainLoss: 10 ** (each.epoch * 4) }))),
};

/** Warnings of Vega and Vega-Lite about a specification. */
async function complaints(plot: Plot): Promise<string[]> {
  const [vega, lite] = await Promise.all([import("vega"), import("vega-lite")]);
  const said: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, [text]) => {
    said.push(String(text));
  });
  const { spec } = lite.compile(plot.spec as never, { logger });
  await new vega.View(vega.parse(spec), { renderer: "none", logger }).runAsync();
  return said;
}

afterEach(() => vi.doUnmock("vega"));

describe.each(Object.entries(plots))("%s", (_name, plot) => {
  it("is a specification in plain JSON that Vega-Lite takes without a word", async () => {
    expect(JSON.parse(JSON.stringify(plot.spec))).toEqual(plot.spec);
    expect(await complaints(plot)).toEqual([]);
    expect(await plot.toSVG()).toMatch(/^<svg .*<\/svg>$/s);
  });

  it.each([20, 40, 80, 220])("is text of no more than %i columns", (columns) => {
    const text = plot.toString({ columns, colors: "ascii" });
    expect(text).not.toContain("\u001b");
    for (const each of text.split("\n")) expect(each.length, each).toBeLessThanOrEqual(columns);
  });
});

describe("Plot", () => {
  it("draws what it is given", async () => {
    const svg = await plotConfusionMatrix(interpretation, { title: "what is taken for what" }).toSVG();
    for (const word of ["what is taken for what", "ant", "bee", "cat", "predicted", "actual"])
      expect(svg).toContain(`>${word}</text>`);
    expect((await plots.layer!.toSVG()).match(/red/g)).not.toBeNull();
  });

  it("is a PNG with letters on white, twice as large as the SVG", async () => {
    const [plot] = [plotFunction((x) => x, { title: "MMMMMMMM" })];
    const [, width] = /width="(\d+)"/.exec(await plot.toSVG())!;
    const picture = decodePng(await plot.toPNG());
    expect(picture.width).toBe(2 * Number(width));
    const pixel = (x: number, y: number) => picture.data[(y * picture.width + x) * picture.channels]!;
    expect(pixel(picture.width - 1, 0)).toBe(255);
    const title = Array.from({ length: 30 * 100 }, (_, i) => pixel(10 + (i % 100), Math.floor(i / 100)));
    expect(title.filter((level) => level < 100).length).toBeGreaterThan(100);
  });

  it("shows itself to a notebook, as text and specification where it can't be drawn", async () => {
    const bundle = await plots.scatter![display]();
    expect(Object.keys(bundle)).toEqual([
      "image/svg+xml",
      "image/png",
      "application/vnd.vegalite.v5+json",
      "text/plain",
    ]);
    expect(Symbol.for("Jupyter.display") in plots.scatter!).toBe(true);
    vi.doMock("vega", () => {
      throw new Error("Cannot find package 'vega'");
    });
    await expect(plots.scatter!.toSVG()).rejects.toThrow(MissingPackageError);
    await expect(plots.scatter!.toSVG()).rejects.toThrow("Try npm install vega@5 vega-lite@5.");
    expect(Object.keys(await plots.scatter![display]())).toEqual([
      "application/vnd.vegalite.v5+json",
      "text/plain",
    ]);
  });
});

describe("what is drawn", () => {
  const values = (plot: Plot, of = plot.spec): Record<string, unknown>[] =>
    (of.data as { values: Record<string, unknown>[] }).values;

  it("the worst picture first, under what it was taken for and its loss", () => {
    const [worst, next] = values(plots.plotTopLosses!);
    const label = digits.labels[3]!;
    expect(worst!.title).toBe(`${label} → ${9 - label}: 4.25`);
    expect(next!.title).toMatch(/: 0\.500$/);
    const png = Buffer.from(String(worst!.url).split(",")[1]!, "base64");
    const { width, data } = decodePng(png);
    expect(width).toBe(4 * 28);
    const own = digits.images.subarray(3 * 784, 4 * 784);
    expect(own.every((level, i) => data[4 * Math.floor(i / 28) * width + 4 * (i % 28)] === level)).toBe(true);
  });

  it("weights of nothing in gray, those that speak for an output lighter", async () => {
    const plot = await plotWeights(tensor([[-2, 0, 1, 2]]));
    const { data, width } = decodePng(Buffer.from(String(values(plot)[0]!.url).split(",")[1]!, "base64"));
    expect([data[0], data[4], data[4 * width], data[4 * width + 4]]).toEqual([0, 128, 191, 255]);
    await expect(plotWeights(tensor([[1, 2, 3]]))).rejects.toThrow(
      "plotWeights: got weights of shape [1, 3]",
    );
  });

  it("the best so far, and trials that came to nothing as gaps", () => {
    const [trial, best] = plotTrials(trials).series;
    expect(trial!.y).toEqual([0.4, Number.NaN, 0.9]);
    expect(best!.y).toEqual([0.4, 0.4, 0.9]);
    expect(plotTrials(trials, { direction: "minimize" }).series[1]!.y).toEqual([0.4, 0.4, 0.4]);
  });

  it("trials from the best to what came to nothing", () => {
    const lines = plots.plotParallelCoordinates!.toString({ columns: 80 }).split("\n");
    expect(lines.map((each) => each.trim().split(/ +/)[0])).toEqual(["accuracy", "0.9", "0.4", "NaN"]);
  });
});

describe("as text", () => {
  it("draws points, lines and axes", () => {
    const plot = layer(
      scatter([0, 1, 2, 3], [9, 4, 1, 0], { label: "measured", xTitle: "time", yTitle: "speed" }),
      line([0, 3], [9, 0], { label: "fitted" }),
    );
    expect(plot.toString({ columns: 30, colors: "ascii" })).toMatchInlineSnapshot(`
      "  speed
        │●⣄
      8 ┤ ⠈⢳⡀
        │   ⠙⢦⡀
        │     ⠹⣄
        │      ⠈⠳⡄
      6 ┤        ⠙⢦⡀
        │          ⠹⣄
        │           ⠈⠳⡄
      4 ┤         ●   ⠙⢦⡀
        │               ⠙⣆
        │                ⠈⠳⣄
        │                  ⠘⢦⡀
      2 ┤                    ⠙⣆
        │                     ⠈⠳⣄
        │                 ●     ⠈⢧⡀
      0 ┤                         ⠙●
        └┬────────────────┬─────────
         0                2
                    time
      ● measured   ━ fitted"
    `);
  });

  it("paints in the colours there are", () => {
    const red = line([0, 1], [0, 1], { color: "red" });
    expect(red.toString({ columns: 40, colors: "truecolor" })).toContain("\u001b[38;2;255;0;0m");
    expect(red.toString({ columns: 40, colors: "256" })).toContain("\u001b[38;5;196m");
  });

  it("names the commonest mistakes where the matrix is too wide", () => {
    expect(plotConfusionMatrix(interpretation).toString({ columns: 24 })).toBe(
      "confusion matrix\nbee → ant: 1\ncat → bee: 1",
    );
  });

  it("counts as the Learner does: epochs, or batches with the validation at their ends", () => {
    const losses = Array.from({ length: 30 }, (_, i) => 3 - i / 20);
    const { series } = plotLoss({ losses }, { history: epochs, skipStart: 0 });
    expect(series[0]!.x).toHaveLength(30);
    expect(series[1]).toMatchObject({ name: "valid", x: [10, 20, 30] });
    expect(plotLoss(epochs).series[0]!.y).toEqual([2.3, 1.1, 0.6]);
  });

  it("refuses points that lack a coordinate", () => {
    expect(() => scatter([1, 2], [1])).toThrow("scatter: got 2 values of x and 1 of y");
  });
});
