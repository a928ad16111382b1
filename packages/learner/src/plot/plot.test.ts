import { decodePng } from "@mnist/data";
import { tensor } from "@mnist/tensor";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Interpretation } from "../index.js";
import {
  layer,
  line,
  MissingPackageError,
  type Plot,
  plotConfusionMatrix,
  plotFunction,
  plotLoss,
  plotLrFind,
  scatter,
} from "./index.js";
import { display } from "./plot.js";

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
const plots: Record<string, Plot> = {
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
    expect(Object.keys(bundle)).toEqual(["image/svg+xml", "application/vnd.vegalite.v5+json", "text/plain"]);
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
