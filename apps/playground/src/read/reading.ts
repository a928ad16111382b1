import type { DrawnImage } from "@mnist/data";
import { effect, signal } from "@preact/signals";
import { drawMarks } from "../draw/brush.js";
import { marks } from "../draw/drawing.js";
import { networkVersion } from "../state/networks.js";
import { slotHere } from "../state/settings.js";
import { client } from "../worker/client.js";
import type { DrawingRead } from "../worker/protocol.js";

/** The side of the picture that is sent to be read; ten times the digit's own would add nothing. */
const side = 140;

/** What the network of the place makes of the drawing; null while the pad is empty. */
export const drawingRead = signal<DrawingRead | null>(null);

const context = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });

let isReading = false;
let isStale = false;

/** Has the drawing read, once more at the end where it or the network changed meanwhile. */
async function readDrawing(): Promise<void> {
  isStale = true;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      drawingRead.value = await readOnce();
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

effect(() => {
  marks.value;
  networkVersion.value[slotHere.value];
  void readDrawing();
});
