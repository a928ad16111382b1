import type { DrawnImage } from "@mnist/data";
import { effect, signal } from "@preact/signals";
import { drawMarks } from "../draw/brush.js";
import { marks } from "../draw/drawing.js";
import { networkVersion } from "../state/networks.js";
import { slotHere } from "../state/settings.js";
import { running } from "../train/run.js";
import { client } from "../worker/client.js";
import type { DrawingRead } from "../worker/protocol.js";

/** The side of the picture that is sent to be read; ten times the digit's own would add nothing. */
const side = 140;
/** Milliseconds between two readings of a drawing that nobody changes, by a network that learns. */
const learningInterval = 200;

/** What the network of the place makes of the drawing; null while the pad is empty. */
export const drawingRead = signal<DrawingRead | null>(null);

const context = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });

let isReading = false;
let isStale = false;
let last = Number.NEGATIVE_INFINITY;

/** Has the drawing read, once more at the end where it or the network changed meanwhile. */
async function readDrawing(): Promise<void> {
  isStale = true;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      drawingRead.value = await readOnce();
      last = performance.now();
    }
  } catch {
    // The worker was started anew: the networks come back, and with them the reading.
  } finally {
    isReading = false;
  }
}

let drawn: typeof marks.value = [];
let image: DrawnImage | null = null;

/** The drawing as it is sent to be read; null while the pad is empty. */
function drawnImage(): DrawnImage | null {
  if (marks.peek() === drawn) return image;
  drawn = marks.peek();
  image = null;
  if (drawn.length === 0 || context === null) return null;
  drawMarks(context, drawn);
  const { data } = context.getImageData(0, 0, side, side);
  image = { width: side, height: side, channels: 4, data };
  return image;
}

async function readOnce(): Promise<DrawingRead | null> {
  const image = drawnImage();
  return image === null ? null : client.call("read", { slot: slotHere.peek(), image, wantsSaliency: true });
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** As often as one sees a difference: each reading takes time from the learning, and has much of the page painted anew. */
function followNetwork(): void {
  if (timer !== undefined) return;
  const wait = running.peek() === null ? 0 : last + learningInterval - performance.now();
  if (wait <= 0) return void readDrawing();
  timer = setTimeout(() => {
    timer = undefined;
    void readDrawing();
  }, wait);
}

effect(() => {
  marks.value;
  slotHere.value;
  void readDrawing();
});
effect(() => {
  networkVersion.value[slotHere.value];
  followNetwork();
});
