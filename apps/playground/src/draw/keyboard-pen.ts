import { signal } from "@preact/signals";
import { beginStroke, extendStroke, type Point, padSize } from "./drawing.js";

const step = 8;
const fineStep = 2;
const width = 22;

/** The pen that the arrow keys move; null until they do. */
export const keyboardPen = signal<{
  readonly x: number;
  readonly y: number;
  readonly isDown: boolean;
} | null>(null);

const moves: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves the pen by an arrow key, lowers or lifts it by the space bar. Answers whether the key was one of these. */
export function movePen({ key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }): boolean {
  const pen = keyboardPen.value ?? { x: padSize / 2, y: padSize / 4, isDown: false };
  const at = ({ x, y }: { x: number; y: number }): Point => ({ x, y, width });
  if (key === " ") {
    if (!pen.isDown) beginStroke(at(pen));
    keyboardPen.value = { ...pen, isDown: !pen.isDown };
    return true;
  }
  const move = moves[key];
  if (move === undefined) return false;
  const inside = (value: number): number => Math.min(Math.max(value, 0), padSize);
  const by = shiftKey ? fineStep : step;
  const moved = { ...pen, x: inside(pen.x + move[0] * by), y: inside(pen.y + move[1] * by) };
  if (pen.isDown) extendStroke([at(moved)]);
  keyboardPen.value = moved;
  return true;
}

export function liftPen(): void {
  keyboardPen.value = null;
}
