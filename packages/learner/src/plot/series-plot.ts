import { Plot } from "./plot.js";
import { type Axes, isWhole, type Series } from "./series.js";
import { palette } from "./text/paint.js";
import { textChart } from "./text/text-chart.js";
import { isPlaced, type Scale } from "./text/ticks.js";
import { config, schema, type VegaLiteSpec } from "./vega-lite-spec.js";

type Colored = Series & { readonly color: string };

/** Points and lines over two axes. */
export class SeriesPlot extends Plot {
  static override readonly name: string = "SeriesPlot";

  constructor(
    readonly series: readonly Series[],
    readonly axes: Axes = {},
  ) {
    const colored = series.map((each, i) => ({ color: palette[i % palette.length]!, ...each }));
    super(specOf(colored, axes), (options) => textChart(colored, axes, options));
  }
}

/**
 * Several plots over the same axes, the first's where it says something of them. @source a matplotlib figure drawn on twice
 *
 * @example
 * layer(scatter(time, speed), scatter(time, predictions, { color: "red" }), { yDomain: [-300, 100] });
 */
export function layer(...parts: readonly [SeriesPlot, ...(SeriesPlot | Axes)[]]): SeriesPlot {
  const plots = parts.filter((part) => part instanceof SeriesPlot);
  const axes = parts.map((part) => (part instanceof SeriesPlot ? part.axes : part));
  const series = plots.flatMap((plot) => plot.series);
  return new SeriesPlot(distinct(series), Object.assign({}, ...axes.reverse()));
}

/** The same series, none with another's name. */
function distinct(series: readonly Series[]): Series[] {
  const seen = new Map<string, number>();
  return series.map((each) => {
    const count = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, count);
    return count === 1 ? each : { ...each, name: `${each.name} ${count}` };
  });
}

function specOf(series: readonly Colored[], axes: Axes): VegaLiteSpec {
  const { title, xTitle, yTitle, xScale, yScale, xDomain, yDomain } = axes;
  const x = axisOf({
    title: xTitle,
    scale: xScale,
    domain: xDomain,
    values: series.flatMap((each) => each.x),
  });
  const y = axisOf({
    title: yTitle,
    scale: yScale,
    domain: yDomain,
    values: series.flatMap((each) => each.y),
  });
  return {
    $schema: schema,
    config,
    ...(title !== undefined && { title }),
    width: 480,
    height: 300,
    encoding: {
      x: { field: "x", ...x, axis: { ...x.axis, ...(isWhole(series) && { tickMinStep: 1 }) } },
      y: { field: "y", ...y },
      color: {
        field: "series",
        type: "nominal",
        scale: { domain: series.map(({ name }) => name), range: series.map(({ color }) => color) },
        ...(series.length < 2 ? { legend: null } : { title: null }),
      },
    },
    layer: series.map((each) => layerOf(each, axes)),
  };
}

interface AxisOptions {
  readonly title: string | undefined;
  readonly scale: Scale | undefined;
  readonly domain: readonly [number, number] | undefined;
  readonly values: readonly number[];
}

interface AxisSpec {
  readonly type: string;
  readonly title: string | null;
  readonly scale: VegaLiteSpec;
  readonly axis: VegaLiteSpec;
}

/** An axis: over its values unless it has a domain; over some stretch where there are none to see. */
function axisOf({ title, scale: type = "linear", domain, values }: AxisOptions): AxisSpec {
  const isEmpty = values.every((value) => !isPlaced(value, type));
  const shown = domain ?? (isEmpty ? ([1, 10] as const) : undefined);
  const extent: VegaLiteSpec = shown ? { domain: shown } : { nice: type === "linear" };
  return {
    type: "quantitative",
    title: title ?? null,
    scale: type === "log" ? { type, ...extent } : { type, zero: false, ...extent },
    axis: type === "log" ? { format: "~g", tickCount: 6 } : {},
  };
}

function layerOf({ name, x, y, mark }: Colored, axes: Axes): VegaLiteSpec {
  const { xScale = "linear", yScale = "linear", xDomain, yDomain } = axes;
  const clip = xDomain !== undefined || yDomain !== undefined;
  const values = x.map((value, i) => ({
    series: name,
    x: isPlaced(value, xScale) ? value : null,
    y: isPlaced(y[i]!, yScale) ? y[i]! : null,
  }));
  if (mark === "point") {
    return { data: { values }, mark: { type: "point", filled: true, clip, size: 40, opacity: 1 } };
  }
  return {
    data: { values },
    mark: { type: "line", clip, strokeWidth: 1.5 },
    encoding: { order: { value: null } }, // in the points' order, not in that of x
  };
}
