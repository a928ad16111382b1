import { prefersStill } from "../picture/theme.js";
import { isBlank, type Mark, marks, padSize, replaceMarks } from "./drawing.js";

type Stroke = readonly (readonly [x: number, y: number])[];

/** Digits as a hand draws them, in shares of the pad. */
const digits: readonly (readonly Stroke[])[] = [
  [
    [
      [0.31, 0.27],
      [0.36, 0.2],
      [0.46, 0.16],
      [0.58, 0.18],
      [0.65, 0.27],
      [0.62, 0.38],
      [0.52, 0.46],
      [0.44, 0.48],
      [0.56, 0.5],
      [0.67, 0.58],
      [0.69, 0.7],
      [0.61, 0.81],
      [0.48, 0.85],
      [0.36, 0.82],
      [0.29, 0.75],
    ],
  ],
  [
    [
      [0.29, 0.22],
      [0.42, 0.21],
      [0.56, 0.21],
      [0.7, 0.2],
      [0.64, 0.36],
      [0.57, 0.52],
      [0.51, 0.68],
      [0.46, 0.84],
    ],
  ],
  [
    [
      [0.66, 0.24],
      [0.54, 0.17],
      [0.42, 0.2],
      [0.36, 0.29],
      [0.41, 0.39],
      [0.53, 0.47],
      [0.64, 0.57],
      [0.66, 0.71],
      [0.57, 0.83],
      [0.44, 0.83],
      [0.35, 0.73],
      [0.39, 0.6],
      [0.5, 0.49],
      [0.62, 0.38],
      [0.66, 0.26],
    ],
  ],
];

const penWidth = 22;
/** Milliseconds that a digit takes to be drawn, and is then left to be looked at. */
const drawTime = 1400;
const restTime = 2600;

function marksOf(strokes: readonly Stroke[], share: number): Mark[] {
  const total = strokes.reduce((sum, stroke) => sum + stroke.length - 1, 0);
  let left = share * total;
  const drawn: Mark[] = [];
  for (const stroke of strokes) {
    if (left <= 0) break;
    const points = stroke.filter((_, i) => i <= left).map(point);
    const last = Math.floor(left);
    const [here, next] = [stroke[last], stroke[last + 1]];
    if (here !== undefined && next !== undefined && left < stroke.length - 1) {
      const part = left - last;
      points.push(point([here[0] + (next[0] - here[0]) * part, here[1] + (next[1] - here[1]) * part]));
    }
    drawn.push({ kind: "stroke", points });
    left -= stroke.length - 1;
  }
  return drawn;
}

function point([x, y]: readonly [number, number]) {
  return { x: x * padSize, y: y * padSize, width: penWidth };
}

let own: readonly Mark[] | null = null;

/**
 * Draws digit after digit on the pad until somebody else draws, so that there is something to be read from the
 * beginning; where motion is unwelcome one stands there at once. Answers how to end it.
 */
export function demonstrate({ rounds = 2 } = {}): () => void {
  if (!isBlank.peek()) return () => {};
  let [place, frame, began] = [0, 0, 0];
  let rest: ReturnType<typeof setTimeout> | undefined;
  const put = (share: number): void => {
    own = marksOf(digits[place % digits.length]!, share);
    replaceMarks(own);
  };
  if (prefersStill.matches) {
    put(1);
    return () => {};
  }
  const step = (now: number): void => {
    if (own !== null && marks.peek() !== own) return;
    began ||= now;
    const share = Math.min((now - began) / drawTime, 1);
    put(share);
    if (share < 1) frame = requestAnimationFrame(step);
    else if (++place < digits.length * rounds) rest = setTimeout(begin, restTime);
  };
  const begin = (): void => {
    began = 0;
    frame = requestAnimationFrame(step);
  };
  begin();
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    own = null;
  };
}

/** Whether what is on the pad was put there by the demonstration, and a pen may begin on clear paper. */
export function isDemonstration(): boolean {
  return own !== null && marks.peek() === own;
}
