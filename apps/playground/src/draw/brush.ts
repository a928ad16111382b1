import type { Ink } from "../worker/ink.js";
import { type Mark, type Point, padSize } from "./drawing.js";

/** From the soft edge to the core, each the share of the pen's width and the ink there: too many to be seen as rings. */
const layers = Array.from({ length: 8 }, (_, i) => ({
  share: 1.4 - (0.5 * i) / 7,
  ink: Math.round((255 * (i + 1)) / 8),
}));

/** How much of the pad ink fills that was cut out of a picture. */
const inkShare = 0.68;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws the marks as white ink on black, over the whole of a square canvas. */
export function drawMarks(context: Context, marks: readonly Mark[]): void {
  const { width } = context.canvas;
  context.resetTransform();
  context.globalCompositeOperation = "source-over";
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, width);
  context.scale(width / padSize, width / padSize);
  // The lighter wins, so that neither crossing strokes nor the soft edges add up.
  context.globalCompositeOperation = "lighten";
  for (const mark of marks) {
    if (mark.kind === "ink") drawInk(context, mark.picture);
    else if (mark.erases) eraseStroke(context, mark.points);
    else drawStroke(context, mark.points);
  }
}

function drawStroke(context: Context, points: readonly Point[]): void {
  const [first] = points;
  if (first === undefined) return;
  context.lineCap = "round";
  context.lineJoin = "round";
  const even = points.every(({ width }) => width === first.width);
  for (const { share, ink } of layers) {
    context.strokeStyle = `rgb(${ink} ${ink} ${ink})`;
    if (even) strokeThrough(context, points, first.width * share);
    else
      for (let i = 1; i < points.length; i++)
        strokeThrough(context, points.slice(Math.max(i - 2, 0), i + 1), points[i]!.width * share);
  }
}

function eraseStroke(context: Context, points: readonly Point[]): void {
  const [first] = points;
  if (first === undefined) return;
  context.globalCompositeOperation = "source-over";
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = "#000";
  strokeThrough(context, points, first.width * 1.5);
  context.globalCompositeOperation = "lighten";
}

/** One line through the points, bent at the middles between them. */
function strokeThrough(context: Context, points: readonly Point[], width: number): void {
  const [first, ...others] = points;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(first!.x, first!.y);
  others.forEach((point, i) => {
    const next = others[i + 1];
    if (next === undefined) context.lineTo(point.x, point.y);
    else context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  });
  if (others.length === 0) context.lineTo(first!.x + 0.01, first!.y);
  context.stroke();
}

const canvases = new WeakMap<Ink, OffscreenCanvas>();

function drawInk(context: Context, picture: Ink): void {
  const canvas = canvases.get(picture) ?? inkCanvas(picture);
  canvases.set(picture, canvas);
  const scale = (padSize * (picture.isFramed ? 1 : inkShare)) / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  context.imageSmoothingQuality = "high";
  context.drawImage(canvas, (padSize - width) / 2, (padSize - height) / 2, width, height);
}

function inkCanvas({ width, height, pixels }: Ink): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  pixels.forEach((level, i) => {
    image.data.fill(level, i * 4, i * 4 + 3);
    image.data[i * 4 + 3] = 255;
  });
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}
