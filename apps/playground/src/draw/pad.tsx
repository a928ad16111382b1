import { useSignalEffect } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { useFrame } from "../picture/use-frame.js";
import { drawMarks } from "./brush.js";
import { isDemonstration } from "./demonstration.js";
import {
  beginStroke,
  extendStroke,
  isBlank,
  isErasing,
  marks,
  type Point,
  padSize,
  replaceMarks,
  undo,
} from "./drawing.js";
import { keyboardPen, liftPen, movePen } from "./keyboard-pen.js";

/** Pixels of the canvas a unit of the pad, fine enough for dense screens. */
const density = 2;
const penWidth = 22;

function pointOf(event: PointerEvent, element: HTMLElement): Point {
  const { left, top, width } = element.getBoundingClientRect();
  const scale = padSize / width;
  const pressed = event.pointerType === "pen" && event.pressure > 0;
  return {
    x: (event.clientX - left) * scale,
    y: (event.clientY - top) * scale,
    width: pressed ? penWidth * (0.6 + 0.8 * event.pressure) : penWidth,
  };
}

function usePointer() {
  const drawing = useRef<number | null>(null);
  return {
    onPointerDown(event: PointerEvent & { currentTarget: HTMLCanvasElement }): void {
      if (event.button !== 0 || drawing.current !== null) return;
      drawing.current = event.pointerId;
      liftPen();
      if (isDemonstration()) replaceMarks([]);
      event.currentTarget.setPointerCapture(event.pointerId);
      beginStroke(pointOf(event, event.currentTarget));
    },
    onPointerMove(event: PointerEvent & { currentTarget: HTMLCanvasElement }): void {
      if (drawing.current !== event.pointerId) return;
      const between = event.getCoalescedEvents?.() ?? [];
      const events = between.length > 0 ? between : [event];
      extendStroke(events.map((each) => pointOf(each, event.currentTarget)));
    },
    onPointerUp(event: PointerEvent): void {
      if (drawing.current === event.pointerId) drawing.current = null;
    },
  };
}

function onKeyDown(event: KeyboardEvent): void {
  const undoes = event.key === "z" && (event.ctrlKey || event.metaKey);
  if (undoes) undo();
  if (event.key === " " && isDemonstration()) replaceMarks([]);
  if (undoes || (!event.ctrlKey && !event.metaKey && !event.altKey && movePen(event))) event.preventDefault();
}

interface PadProps {
  /** Small, as what stands for the pad while that is out of sight. */
  readonly isSmall?: boolean;
}

/** The paper to draw on, with mouse, finger, pen or arrow keys. */
export function Pad({ isSmall = false }: PadProps) {
  const keys = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useFrame(() => {
    const context = canvas.current?.getContext("2d");
    if (context) drawMarks(context, marks.peek());
  });
  useSignalEffect(() => {
    marks.value;
    paint();
  });
  const { onPointerUp, ...pointer } = usePointer();
  const pen = keyboardPen.value;
  const percent = (value: number): string => `${(100 * value) / padSize}%`;
  return (
    <div class="pad">
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrow keys are to reach the canvas itself */}
      <canvas
        ref={canvas}
        class={isErasing.value ? "pad-canvas pad-erasing" : "pad-canvas"}
        width={padSize * density}
        height={padSize * density}
        tabIndex={0}
        role="application"
        aria-label={isSmall ? "Small drawing area" : "Drawing area"}
        aria-describedby={keys}
        {...pointer}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onKeyDown={onKeyDown}
        onBlur={liftPen}
      />
      {isBlank.value && pen === null && (
        <p class="pad-invitation" aria-hidden="true">
          {isSmall ? "Draw" : "Draw a digit here"}
        </p>
      )}
      {pen !== null && (
        <span
          class={pen.isDown ? "pad-pen pad-pen-down" : "pad-pen"}
          style={{ left: percent(pen.x), top: percent(pen.y) }}
        />
      )}
      <p id={keys} class="unseen">
        Arrow keys move the pen, with Shift by less; Space lowers and lifts it; Control Z undoes.
      </p>
    </div>
  );
}
