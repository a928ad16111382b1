import { compareObjectives, type Direction } from "../compare-objectives.js";
import { printRows } from "../interpretation/print-matrix.js";
import { Plot } from "./plot.js";
import { SeriesPlot } from "./series-plot.js";
import { tickLabel } from "./text/ticks.js";
import { config, finite, schema, type VegaLiteSpec } from "./vega-lite-spec.js";

/** A trial of a sweep: what was set, and what it came to. */
export interface Trial {
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** NaN where it came to nothing. */
  readonly objective: number;
}

export interface TrialsOptions {
  /** What the objective is called. @default "objective" */
  readonly objective?: string;
  /** Whether more of it is better. @default "maximize" */
  readonly direction?: Direction;
}

/** The objective of each trial in their order, and the best so far. @source optuna.visualization.plot_optimization_history */
export function plotTrials(
  trials: readonly Trial[],
  { objective = "objective", direction = "maximize" }: TrialsOptions = {},
): SeriesPlot {
  const x = trials.map((_, i) => i + 1);
  const y = trials.map((trial) => trial.objective);
  let best = Number.NaN;
  const bests = y.map((value) => {
    if (compareObjectives(value, best, direction) < 0) best = value;
    return best;
  });
  return new SeriesPlot(
    [
      { name: "trial", x, y, mark: "point" },
      { name: "best so far", x, y: bests, mark: "line" },
    ],
    { title: `${objective} by trial`, xTitle: "trial", yTitle: objective },
  );
}

/** How many of the best trials the text has. */
const mostRows = 10;

/**
 * A line for each trial across an axis for each setting and one for the objective: where the good ones run together.
 *
 * @source optuna.visualization.plot_parallel_coordinate
 */
export function plotParallelCoordinates(
  trials: readonly Trial[],
  { objective = "objective", direction = "maximize" }: TrialsOptions = {},
): Plot {
  const names = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
  const axes = [...names.map((name) => axisOf(name, trials)), objectiveAxis(objective, trials)];
  return new Plot(specOf(trials, axes, `${objective} by setting`), ({ columns }) => {
    const rows = bestFirst(trials, direction)
      .slice(0, mostRows)
      .map(({ settings, objective: value }) => [
        tickLabel(value),
        ...names.map((name) => String(settings[name] ?? "")),
      ]);
    const table = printRows([[objective, ...names], ...rows]);
    return table.replaceAll(/^.*$/gm, (line) => line.slice(0, columns));
  });
}

/** The trials from the best to the worst; those that came to nothing at the end. */
function bestFirst(trials: readonly Trial[], direction: Direction): Trial[] {
  return [...trials].sort((a, b) => compareObjectives(a.objective, b.objective, direction));
}

/** Where each trial stands on one axis, 0..1, and what the marks on it say. */
interface ParallelAxis {
  readonly name: string;
  readonly places: readonly (number | null)[];
  readonly marks: readonly { readonly place: number; readonly label: string }[];
}

function objectiveAxis(name: string, trials: readonly Trial[]): ParallelAxis {
  return numberAxis(
    name,
    trials.map((trial) => finite(trial.objective)),
  );
}

/** Numbers by their size; by their logarithm where they span powers of ten; words in the order of their first trial. */
function axisOf(name: string, trials: readonly Trial[]): ParallelAxis {
  const values = trials.map(({ settings }) => settings[name] ?? null);
  if (values.every((value) => value === null || typeof value === "number")) return numberAxis(name, values);
  const words = [...new Set(values.filter((value) => value !== null).map(String))];
  const place = (word: string): number =>
    words.length === 1 ? 0.5 : words.indexOf(word) / (words.length - 1);
  return {
    name,
    places: values.map((value) => (value === null ? null : place(String(value)))),
    marks: words.map((label) => ({ place: place(label), label })),
  };
}

function numberAxis(name: string, values: readonly (number | null)[]): ParallelAxis {
  const known = values.filter((value) => value !== null);
  const [from, to] = [Math.min(...known), Math.max(...known)];
  const scale = from > 0 && to / from >= 100 ? Math.log : (value: number) => value;
  const place = (value: number): number =>
    from === to ? 0.5 : (scale(value) - scale(from)) / (scale(to) - scale(from));
  const ends = known.length === 0 ? [] : [...new Set([from, to])];
  return {
    name,
    places: values.map((value) => (value === null ? null : place(value))),
    marks: ends.map((value) => ({ place: place(value), label: tickLabel(value) })),
  };
}

function specOf(trials: readonly Trial[], axes: readonly ParallelAxis[], title: string): VegaLiteSpec {
  const x = { field: "axis", type: "nominal", sort: axes.map(({ name }) => name), title: null };
  const y = { field: "place", type: "quantitative", axis: null, scale: { domain: [0, 1] } };
  const lines = axes.flatMap(({ name, places }) =>
    trials.map(({ objective }, trial) => ({
      axis: name,
      place: places[trial]!,
      trial,
      objective: finite(objective),
    })),
  );
  const marks = axes.flatMap(({ name, marks }) => marks.map((mark) => ({ axis: name, ...mark })));
  return {
    $schema: schema,
    config: {
      ...config,
      axisX: { domain: false, ticks: false, grid: true, labelAngle: 0, labelPadding: 10 },
    },
    title,
    width: Math.max(320, 110 * axes.length),
    height: 260,
    layer: [
      {
        data: { values: lines },
        mark: { type: "line", strokeWidth: 1.5, opacity: 0.7 },
        encoding: {
          x,
          y,
          detail: { field: "trial", type: "nominal" },
          color: {
            field: "objective",
            type: "quantitative",
            scale: { scheme: "viridis" },
            legend: { title: null },
          },
        },
      },
      {
        data: { values: marks },
        mark: { type: "text", align: "left", dx: 5, fontSize: 10 },
        encoding: { x, y, text: { field: "label", type: "nominal" } },
      },
    ],
  };
}
