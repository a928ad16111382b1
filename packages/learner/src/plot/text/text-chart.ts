import type { ColorDepth } from "@mnist/data";
import { type Axes, isWhole, type Series } from "../series.js";
import { Canvas } from "./canvas.js";
import { paint } from "./paint.js";
import { type Domain, domainOf, isPlaced, place, tickLabel, ticks } from "./ticks.js";

/** The most characters that the field of a chart is wide, however wide the terminal is. */
const widest = 96;
const rows = 16;

/** What tells lines and points apart where colours don't. */
const marks = ["●", "×", "○", "+", "◆", "▲", "□", "*"];

interface Frame {
  readonly canvas: Canvas;
  readonly x: Domain;
  readonly y: Domain;
  /** Whether all x are whole numbers, as epochs are. */
  readonly isWhole: boolean;
}

/** Points and lines over two axes as lines of text. */
export function textChart(
  series: readonly (Series & { readonly color: string })[],
  axes: Axes,
  { columns, colors }: { readonly columns: number; readonly colors: ColorDepth },
): string {
  const x = domain(
    axes.xDomain,
    series.flatMap((each) => each.x),
    axes.xScale,
  );
  const y = domain(
    axes.yDomain,
    series.flatMap((each) => each.y),
    axes.yScale,
  );
  const title = axes.title === undefined ? [] : [axes.title];
  if (x === null || y === null) return [...title, "(no finite values)"].join("\n");
  const labels = ticks(y, 5).map((value) => ({ value, label: tickLabel(value) }));
  const margin = labels.reduce((most, { label }) => Math.max(most, label.length), 0);
  const canvas = new Canvas(Math.max(8, Math.min(columns - margin - 2, widest)), rows);
  const frame = { canvas, x, y, isWhole: isWhole(series) };
  const isTold = colors !== "ascii" || series.filter(({ mark }) => mark === "line").length < 2;
  series.forEach((each, pen) => {
    const mark = isStroke(each, pen, isTold) ? null : marks[pen % marks.length]!;
    draw(each, pen, mark, frame);
  });
  const field = Array.from({ length: rows }, (_, row) => {
    const tick = labels.find(({ value }) => rowOf(value, frame) === row);
    const line = canvas.line(row, (text, pen) => paint(text, series[pen]!.color, colors));
    return `${(tick?.label ?? "").padStart(margin)} ${tick ? "┤" : "│"}${line.trimEnd()}`;
  });
  return [
    ...title,
    ...(axes.yTitle === undefined ? [] : [`${" ".repeat(margin)} ${axes.yTitle}`]),
    ...field,
    ...xAxis(frame, margin, axes.xTitle),
    ...legend(series, isTold, { columns, colors }),
  ].join("\n");
}

function domain(
  given: readonly [number, number] | undefined,
  values: readonly number[],
  scale: Domain["scale"] = "linear",
): Domain | null {
  return given ? { from: given[0], to: given[1], scale } : domainOf(values, scale);
}

/** Lines are drawn in fine dots where colours tell them apart, otherwise the first of them alone. */
const isStroke = ({ mark }: Pick<Series, "mark">, pen: number, isTold: boolean): boolean =>
  mark === "line" && (isTold || pen === 0);

const rowOf = (value: number, { canvas, y }: Frame): number => dotRow(value, canvas, y) >> 2;

function dotRow(value: number, canvas: Canvas, y: Domain): number {
  return Math.round((1 - place(value, y)) * (canvas.height - 1));
}

/** A series' points, or the lines between them, broken where a value has no place. */
function draw(series: Series, pen: number, mark: string | null, { canvas, x, y }: Frame): void {
  const put = (column: number, row: number): void => {
    if (mark === null) canvas.dot(column, row, pen);
    else canvas.mark(column, row, pen, mark);
  };
  let before: readonly [number, number] | null = null;
  series.x.forEach((value, i) => {
    const height = series.y[i]!;
    if (!isPlaced(value, x.scale) || !isPlaced(height, y.scale)) {
      before = null;
      return;
    }
    const point = [Math.round(place(value, x) * (canvas.width - 1)), dotRow(height, canvas, y)] as const;
    if (series.mark === "point" || before === null) put(...point);
    else stroke(before, point, canvas, put);
    before = point;
  });
}

/** Dots from one point to the next, no gap in a column, none outside the canvas. */
function stroke(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  { width, height }: Canvas,
  put: (x: number, y: number) => void,
): void {
  const inside = (value: number, size: number): number => Math.min(Math.max(value, -1), size);
  const step = x1 >= x0 ? 1 : -1;
  const at = (x: number): number => (x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0));
  for (let x = inside(x0, width); step * (inside(x1, width) - x) >= 0; x += step) {
    const left = x === x0 ? y0 : at(x - step / 2);
    const right = x === x1 ? y1 : at(x + step / 2);
    const [top, bottom] = [Math.min(left, right), Math.max(left, right)].map((y) =>
      Math.round(inside(y, height)),
    ) as [number, number];
    for (let y = top; y <= bottom; y++) put(x, y);
  }
}

/** The axis, its ticks and their labels, those that have room. */
function xAxis({ canvas, x, isWhole }: Frame, margin: number, title: string | undefined): string[] {
  const axis = new Array<string>(canvas.columns).fill("─");
  let labels = "";
  for (const value of ticks(x, Math.max(2, Math.floor(canvas.columns / 12)), isWhole ? 1 : 0)) {
    const column = Math.round(place(value, x) * (canvas.columns - 1));
    const label = tickLabel(value);
    const from = Math.min(Math.max(0, column - (label.length >> 1)), canvas.columns - label.length);
    if (from < labels.length + (labels === "" ? 0 : 1)) continue;
    axis[column] = "┬";
    labels = labels.padEnd(from) + label;
  }
  const indent = " ".repeat(margin + 2);
  const named = title === undefined ? [] : [indent + title.padStart((canvas.columns + title.length) >> 1)];
  return [`${" ".repeat(margin)} └${axis.join("")}`, indent + labels, ...named];
}

function legend(
  series: readonly (Series & { readonly color: string })[],
  isTold: boolean,
  { columns, colors }: { readonly columns: number; readonly colors: ColorDepth },
): string[] {
  if (series.length < 2) return [];
  const lines: { text: string; length: number }[] = [];
  series.forEach(({ name, mark, color }, pen) => {
    const sign = isStroke({ mark }, pen, isTold) ? "━" : marks[pen % marks.length]!;
    const entry = { text: `${paint(sign, color, colors)} ${name}`, length: name.length + 2 };
    const line = lines.at(-1);
    if (line === undefined || line.length + entry.length + 3 > columns) lines.push(entry);
    else
      lines[lines.length - 1] = {
        text: `${line.text}   ${entry.text}`,
        length: line.length + entry.length + 3,
      };
  });
  return lines.map(({ text }) => text);
}
