import { effect, signal } from "@preact/signals";
import { drawMarks } from "../draw/brush.js";
import { marks } from "../draw/drawing.js";
import { client } from "../worker/client.js";
import type { DrawingRead } from "../worker/protocol.js";

/** The side of the picture that is sent to be read; ten times the digit's own would add nothing. */
const side = 140;

/** What the network makes of the drawing; null while the pad is empty. */
export const drawingRead = signal<DrawingRead | null>(null);

const context = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });

let isReading = false;
let isStale = false;

/** Has the drawing read, once more at the end where it or the network changed meanwhile. */
export async function readDrawing(): Promise<void> {
  isStale = true;
  if (isReading) return;
  isReading = true;
  try {
    while (isStale) {
      isStale = false;
      drawingRead.value = await readOnce();
    }
  } finally {
    isReading = false;
  }
}

async function readOnce(): Promise<DrawingRead | null> {
  const drawn = marks.peek();
  if (drawn.length === 0 || context === null) return null;
  drawMarks(context, drawn);
  const { data } = context.getImageData(0, 0, side, side);
  return client.call("read", { width: side, height: side, channels: 4, data });
}

effect(() => {
  marks.value;
  void readDrawing();
});
