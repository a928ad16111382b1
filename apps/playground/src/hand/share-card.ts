import { percent } from "../read/percent.js";
import { samples } from "./hand.js";

const [width, height] = [1200, 630];
const ground = "#faf8f3";
const ink = "#1e1c19";
const quiet = "#625c53";
const wrong = "#b84a08";
const font = '"Instrument Sans", system-ui, sans-serif';

function paintDigit(
  context: CanvasRenderingContext2D,
  pixels: Uint8Array,
  x: number,
  y: number,
  side: number,
): void {
  const small = new OffscreenCanvas(28, 28);
  const image = new ImageData(28, 28);
  pixels.forEach((level, i) => {
    image.data.set([30, 28, 25, level], 4 * i);
  });
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = side > 200;
  context.drawImage(small, x, y, side, side);
}

interface CardFacts {
  /** Shares of right answers on the hand's digits, before and after. */
  readonly before: number;
  readonly after: number | null;
}

/** A picture to send to somebody: how well the network reads this hand, and a digit that fools it. */
export async function makeCard({ before, after }: CardFacts): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.fillStyle = ink;
  context.font = `600 54px ${font}`;
  context.fillText(
    after === null ? `A network reads ${percent(before)} of my digits` : `I taught a network my hand`,
    72,
    124,
  );
  context.font = `400 30px ${font}`;
  context.fillStyle = quiet;
  context.fillText(
    after === null
      ? "79,510 numbers, none of them written by hand."
      : `It read ${percent(before)} of my digits right before, and ${percent(after)} after.`,
    72,
    176,
  );
  const shown = samples.peek().slice(-21);
  for (const [place, { pixels, truth, read }] of shown.entries()) {
    const [x, y] = [72 + (place % 7) * 84, 236 + Math.floor(place / 7) * 104];
    paintDigit(context, pixels, x, y, 76);
    context.font = `600 18px ${font}`;
    context.fillStyle = truth === read ? quiet : wrong;
    context.fillText(truth === read ? truth : `${truth} → ${read}`, x + 24, y + 94);
  }
  const fool = samples.peek().find(({ truth, read }) => truth !== read);
  if (fool !== undefined) {
    paintDigit(context, fool.pixels, 780, 216, 280);
    context.font = `600 30px ${font}`;
    context.fillStyle = wrong;
    context.fillText(
      `My ${fool.truth} fooled it: “${fool.read}”, ${percent(fool.confidence)} sure`,
      736,
      540,
      430,
    );
  }
  context.font = `400 22px ${font}`;
  context.fillStyle = quiet;
  context.fillText("Digit playground: drawn, read and taught in a browser", 72, 590);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
