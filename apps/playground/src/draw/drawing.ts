import { computed, signal } from "@preact/signals";
import type { Ink } from "../worker/ink.js";

/** The pad's side; all coordinates count from 0 to it. */
export const padSize = 280;

export interface Point {
  readonly x: number;
  readonly y: number;
  /** Of the pen here. */
  readonly width: number;
}

/** What a person put on the pad: a stroke of the pen, or the ink of a picture laid into the middle. */
export type Mark =
  | { readonly kind: "stroke"; readonly points: readonly Point[]; readonly erases?: boolean }
  | { readonly kind: "ink"; readonly picture: Ink };

/** Whether the pen takes ink away. */
export const isErasing = signal(false);

export const marks = signal<readonly Mark[]>([]);
const past = signal<readonly (readonly Mark[])[]>([]);
const mostUndo = 100;

export const isBlank = computed(() => marks.value.length === 0);
export const canUndo = computed(() => past.value.length > 0);

function put(changed: readonly Mark[]): void {
  past.value = [...past.value, marks.value].slice(-mostUndo);
  marks.value = changed;
}

export function beginStroke(point: Point): void {
  put([...marks.value, { kind: "stroke", points: [point], ...(isErasing.value && { erases: true }) }]);
}

/** Goes on with the stroke begun last. */
export function extendStroke(points: readonly Point[]): void {
  const last = marks.value.at(-1);
  if (last?.kind !== "stroke" || points.length === 0) return;
  marks.value = [...marks.value.slice(0, -1), { ...last, points: [...last.points, ...points] }];
}

/** Lays a picture's ink on a clear pad. */
export function showInk(picture: Ink): void {
  put([{ kind: "ink", picture }]);
}

export function undo(): void {
  const before = past.value.at(-1);
  if (before === undefined) return;
  past.value = past.value.slice(0, -1);
  marks.value = before;
}

export function clear(): void {
  isErasing.value = false;
  if (!isBlank.value) put([]);
}

/** Puts marks on the pad in place of all there are, without a step to undo. */
export function replaceMarks(drawn: readonly Mark[]): void {
  marks.value = drawn;
}
