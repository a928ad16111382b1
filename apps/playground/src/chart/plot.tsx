import { useEffect, useRef } from "preact/hooks";
import { colour, css, theme } from "../picture/theme.js";
import { useFrame } from "../picture/use-frame.js";
import { powers, tickLabel, ticks } from "./plot-axes.js";

export interface Line {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A colour of the style sheet. */
  readonly colour: string;
  readonly alpha?: number;
  readonly width?: number;
  readonly dashed?: boolean;
  readonly dots?: boolean;
  /** Written at the line's end. */
  readonly label?: string;
}

interface PlotProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly height: number;
  readonly lines: readonly Line[];
  readonly across: string;
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  readonly xLog?: boolean;
  readonly yLog?: boolean;
  /** A place across that is marked, with a word. */
  readonly mark?: { readonly x: number; readonly label: string } | null;
}

const room = { left: 40, right: 74, top: 10, bottom: 34 };
const font = '12px "Instrument Sans", system-ui, sans-serif';

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

function scaleOf(
  values: readonly ArrayLike<number>[],
  range: readonly [number, number] | undefined,
  isLog: boolean,
): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of values) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) [low, high] = isLog ? [1, 10] : [0, 1];
  if (range !== undefined) [low, high] = range;
  if (low === high) high = isLog ? low * 10 : low + 1;
  return { low, high, isLog };
}

function share({ low, high, isLog }: Scale, value: number): number {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

function paintPlot(context: CanvasRenderingContext2D, width: number, height: number, props: PlotProps): void {
  const { lines, across, xRange, yRange, xLog = false, yLog = false, mark = null } = props;
  const x = scaleOf(
    lines.map((line) => line.x),
    xRange,
    xLog,
  );
  const y = scaleOf(
    lines.map((line) => line.y),
    yRange,
    yLog,
  );
  const right = lines.some(({ label }) => label !== undefined) ? room.right : 12;
  const [plotWidth, plotHeight] = [width - room.left - right, height - room.top - room.bottom];
  const at = (value: number, level: number): [number, number] => [
    room.left + plotWidth * share(x, value),
    room.top + plotHeight * (1 - share(y, level)),
  ];
  context.clearRect(0, 0, width, height);
  context.font = font;
  paintAxes(context, { x, y, at, across, plotWidth, height });
  if (mark !== null && Number.isFinite(share(x, mark.x))) {
    const [place] = at(mark.x, y.low);
    context.strokeStyle = css(colour("accent"));
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(place, room.top);
    context.lineTo(place, room.top + plotHeight);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = css(colour("accent"));
    context.textAlign = place > room.left + plotWidth * 0.7 ? "right" : "left";
    context.fillText(mark.label, place + (context.textAlign === "left" ? 5 : -5), room.top + 9);
  }
  context.save();
  context.beginPath();
  context.rect(room.left - 4, room.top - 4, plotWidth + 8, plotHeight + 8);
  context.clip();
  for (const line of lines) paintLine(context, line, at, yLog);
  context.restore();
  paintLabels(context, lines, at, room.left + plotWidth);
}

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  readonly at: (x: number, y: number) => [number, number];
  readonly across: string;
  readonly plotWidth: number;
  readonly height: number;
}

function paintAxes(context: CanvasRenderingContext2D, { x, y, at, across, plotWidth, height }: Axes): void {
  context.strokeStyle = css(colour("line"));
  context.fillStyle = css(colour("quiet"));
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const level of y.isLog ? powers(y.low, y.high, 4) : ticks(y.low, y.high, 4)) {
    const [, top] = at(x.low, level);
    context.beginPath();
    context.moveTo(room.left, Math.round(top) + 0.5);
    context.lineTo(room.left + plotWidth, Math.round(top) + 0.5);
    context.stroke();
    context.fillText(tickLabel(level), room.left - 8, top);
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const value of x.isLog
    ? powers(x.low, x.high, 6)
    : ticks(x.low, x.high, Math.min(6, plotWidth / 60))) {
    const [left] = at(value, y.low);
    context.fillText(tickLabel(value), left, height - room.bottom + 6);
  }
  context.textAlign = "right";
  context.fillText(across, room.left + plotWidth, height - 13);
  context.textBaseline = "middle";
}

function paintLine(context: CanvasRenderingContext2D, line: Line, at: Axes["at"], isLog: boolean): void {
  const { x, y, colour: name, alpha = 1, width = 2, dashed = false, dots = false } = line;
  context.strokeStyle = css(colour(name), alpha);
  context.fillStyle = css(colour(name), alpha);
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dashed ? [4, 4] : []);
  context.beginPath();
  let isDown = false;
  for (let i = 0; i < x.length; i++) {
    const level = y[i]!;
    if (!Number.isFinite(level) || (isLog && level <= 0)) {
      isDown = false;
      continue;
    }
    const place = at(x[i]!, level);
    if (isDown) context.lineTo(...place);
    else context.moveTo(...place);
    isDown = true;
  }
  context.stroke();
  context.setLineDash([]);
  if (!dots) return;
  for (let i = 0; i < x.length; i++) {
    context.beginPath();
    context.arc(...at(x[i]!, y[i]!), 3, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Names at the lines' ends, moved apart where they would lie on each other. */
function paintLabels(
  context: CanvasRenderingContext2D,
  lines: readonly Line[],
  at: Axes["at"],
  left: number,
): void {
  const labels = lines
    .flatMap((line) => {
      const last = line.x.length - 1;
      if (line.label === undefined || last < 0) return [];
      const [, top] = at(line.x[last]!, line.y[last]!);
      return Number.isFinite(top) ? [{ text: line.label, top, name: line.colour }] : [];
    })
    .sort((a, b) => a.top - b.top);
  context.textAlign = "left";
  let above = Number.NEGATIVE_INFINITY;
  for (const { text, top, name } of labels) {
    const place = Math.max(top, above + 14);
    context.fillStyle = css(colour(name));
    context.fillText(text, left + 8, place);
    above = place;
  }
}

/** Lines over an axis, as wide as its place; painted once a frame. */
export function Plot(props: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useFrame(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const { clientWidth: width, clientHeight: height } = element;
    const density = Math.min(devicePixelRatio, 2);
    element.width = width * density;
    element.height = height * density;
    context.setTransform(density, 0, 0, density, 0, 0);
    paintPlot(context, width, height, props);
  });
  const shown = theme.value;
  useEffect(paint, [props, shown]);
  useEffect(() => {
    const observer = new ResizeObserver(paint);
    if (canvas.current) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  return (
    <canvas
      ref={canvas}
      class="plot"
      role="img"
      aria-label={props.label}
      style={{ height: `${props.height}px` }}
    />
  );
}
