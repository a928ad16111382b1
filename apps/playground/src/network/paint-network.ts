import { colour, css, type Rgb } from "../picture/theme.js";
import type { DrawingRead, Look } from "../worker/protocol.js";
import { answerPlace, loudestPixels, type ShownUnit } from "./evidence.js";
import type { Box, Geometry } from "./geometry.js";

const pixelsToUnit = 5;
/** A line for evidence of this much is as wide as lines get. */
const fullEvidence = 3;
const widestLine = 5;

/** What is painted; strengths are on their way from what was shown to what is. */
export interface Scene {
  readonly read: DrawingRead | null;
  readonly look: Look;
  readonly units: readonly (ShownUnit | null)[];
  /** Pictures of the units' weights, and of the input. */
  readonly pictures: UnitPictures;
}

interface Palette {
  readonly ink: Rgb;
  readonly line: Rgb;
  readonly paper: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
}

function palette(): Palette {
  const [ink, line, paper, positive, negative] = ["ink", "line", "sheet", "positive", "negative"].map(colour);
  return { ink: ink!, line: line!, paper: paper!, positive: positive!, negative: negative! };
}

/** Pictures of 28 × 28 numbers, kept until the weights change. */
export class UnitPictures {
  readonly #made = new Map<number, OffscreenCanvas>();
  #weight: Float32Array | null = null;
  #theme = "";
  #scale = 1;

  /** Forgets what other weights, or another theme, looked like. */
  use(weight: Float32Array, theme: string): void {
    if (weight === this.#weight && theme === this.#theme) return;
    this.#made.clear();
    this.#weight = weight;
    this.#theme = theme;
    const sizes = weight.map(Math.abs).sort();
    this.#scale = sizes[Math.floor(sizes.length * 0.995)] || 1;
  }

  of(unit: number, { positive, negative }: Palette): OffscreenCanvas {
    const found = this.#made.get(unit);
    if (found !== undefined) return found;
    const part = this.#weight!.subarray(unit * 784, (unit + 1) * 784);
    const canvas = signedPicture(part, this.#scale, positive, negative);
    this.#made.set(unit, canvas);
    return canvas;
  }
}

function signedPicture(values: Float32Array, scale: number, positive: Rgb, negative: Rgb): OffscreenCanvas {
  const canvas = new OffscreenCanvas(28, 28);
  const image = new ImageData(28, 28);
  values.forEach((value, i) => {
    image.data.set(value < 0 ? negative : positive, 4 * i);
    image.data[4 * i + 3] = Math.min(255, (255 * Math.abs(value)) / scale);
  });
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

function inkPicture(pixels: Uint8Array, ink: Rgb): OffscreenCanvas {
  const canvas = new OffscreenCanvas(28, 28);
  const image = new ImageData(28, 28);
  pixels.forEach((level, i) => {
    image.data.set(ink, 4 * i);
    image.data[4 * i + 3] = level;
  });
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

type Point = readonly [x: number, y: number];

/** A line that leaves and arrives along the way that the network flows. */
function link(context: CanvasRenderingContext2D, from: Point, to: Point, across: boolean): void {
  context.beginPath();
  context.moveTo(...from);
  const [middleX, middleY] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  if (across) context.bezierCurveTo(middleX, from[1], middleX, to[1], ...to);
  else context.bezierCurveTo(from[0], middleY, to[0], middleY, ...to);
  context.stroke();
}

function into({ x, y, side }: Box, across: boolean): Point {
  return across ? [x, y + side / 2] : [x + side / 2, y];
}

function outOf({ x, y, side }: Box, across: boolean): Point {
  return across ? [x + side, y + side / 2] : [x + side / 2, y + side];
}

/** Paints the network, from the picture as it arrives to the lines that end at the classes. */
export function paintNetwork(
  context: CanvasRenderingContext2D,
  { across, input, units: boxes, outputs }: Geometry,
  { read, look, units, pictures }: Scene,
): void {
  const colours = palette();
  const { ink, line, positive, negative } = colours;
  const answer = read === null ? -1 : answerPlace(read, look);
  const cell = input.side / 28;
  context.lineCap = "round";
  if (read !== null) {
    const most = Math.max(...units.map((each) => each?.strength ?? 0), 1e-6);
    for (const [place, shown] of units.entries()) {
      const box = boxes[place];
      if (shown === null || box === undefined) continue;
      for (const { pixel, adds } of loudestPixels(read, look, shown.unit, pixelsToUnit)) {
        const from: Point = [
          input.x + ((pixel % 28) + 0.5) * cell,
          input.y + (Math.floor(pixel / 28) + 0.5) * cell,
        ];
        const share = Math.min(Math.abs(adds) / 0.6, 1) * (0.25 + 0.75 * Math.min(shown.strength / most, 1));
        context.strokeStyle = css(adds < 0 ? negative : positive, 0.05 + 0.4 * share);
        context.lineWidth = 0.6 + 1.2 * share;
        link(context, from, into(box, across), across);
      }
      for (const [row, end] of outputs.entries()) {
        const adds = shown.adds[row] ?? 0;
        const share = Math.min(Math.abs(adds) / fullEvidence, 1);
        if (share < 0.04) continue;
        context.strokeStyle = css(
          adds < 0 ? negative : positive,
          row === answer ? 0.25 + 0.6 * share : 0.03 + 0.16 * share,
        );
        context.lineWidth = row === answer ? 0.5 + widestLine * share : 0.5 + 1.5 * share;
        link(context, outOf(box, across), end, across);
      }
    }
  } else {
    context.strokeStyle = css(line);
    context.lineWidth = 1;
    for (const box of boxes) {
      link(context, outOf(input, across), into(box, across), across);
      for (const end of outputs) link(context, outOf(box, across), end, across);
    }
  }
  paintInput(context, input, read, ink, colours);
  for (const [place, box] of boxes.entries())
    paintUnit(context, box, units[place] ?? null, units, pictures, colours);
}

function paintInput(
  context: CanvasRenderingContext2D,
  { x, y, side }: Box,
  read: DrawingRead | null,
  ink: Rgb,
  { paper, line }: Palette,
): void {
  context.fillStyle = css(paper);
  context.strokeStyle = css(line);
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, side - 1, side - 1, 4);
  context.fill();
  context.stroke();
  if (read === null) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(inkPicture(read.pixels, ink), x, y, side, side);
}

function paintUnit(
  context: CanvasRenderingContext2D,
  { x, y, side }: Box,
  shown: ShownUnit | null,
  units: readonly (ShownUnit | null)[],
  pictures: UnitPictures,
  colours: Palette,
): void {
  const most = Math.max(...units.map((each) => each?.strength ?? 0), 1e-6);
  const awake = shown === null ? 0 : Math.min(shown.strength / most, 1);
  context.fillStyle = css(colours.paper);
  context.beginPath();
  context.roundRect(x, y, side, side, 4);
  context.fill();
  if (shown !== null) {
    context.save();
    context.clip();
    context.imageSmoothingEnabled = true;
    context.globalAlpha = 0.3 + 0.7 * awake;
    context.drawImage(pictures.of(shown.unit, colours), x, y, side, side);
    context.restore();
  }
  context.strokeStyle = shown === null ? css(colours.line) : css(colours.ink, 0.15 + 0.75 * awake);
  context.lineWidth = 1 + awake;
  context.stroke();
}
