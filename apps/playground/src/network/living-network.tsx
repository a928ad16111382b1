import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { prefersStill, theme } from "../picture/theme.js";
import { useFrame } from "../picture/use-frame.js";
import { drawingRead } from "../read/reading.js";
import { lookOf } from "../state/looks.js";
import { type ShownUnit, strongestUnits } from "./evidence.js";
import { geometry } from "./geometry.js";
import { paintNetwork, UnitPictures } from "./paint-network.js";

const unitsAcross = 16;
const unitsDown = 8;
/** Share of the way to what is to be shown that is gone in a frame. */
const ease = 0.22;

/** What is shown on its way to what is to be shown; whether it has arrived. */
function towards(
  shown: ShownUnit | null,
  wanted: ShownUnit | null,
): { unit: ShownUnit | null; isThere: boolean } {
  if (wanted === null || shown === null || shown.unit !== wanted.unit || prefersStill.matches) {
    const start =
      wanted === null || prefersStill.matches
        ? wanted
        : { ...wanted, strength: 0, adds: wanted.adds.map(() => 0) };
    return { unit: start, isThere: wanted === null || prefersStill.matches };
  }
  const between = (a: number, b: number): number => a + (b - a) * ease;
  const isThere = Math.abs(shown.strength - wanted.strength) < 0.01;
  if (isThere) return { unit: wanted, isThere };
  const adds = wanted.adds.map((value, row) => between(shown.adds[row] ?? 0, value));
  return { unit: { unit: wanted.unit, strength: between(shown.strength, wanted.strength), adds }, isThere };
}

/** The network at work on the drawing: the picture, the units that matter for the answer, and what they add to each digit. */
export function LivingNetwork({ across }: { readonly across: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pictures = useRef(new UnitPictures());
  const shown = useRef<readonly (ShownUnit | null)[]>([]);
  const count = across ? unitsAcross : unitsDown;
  const paint = useFrame(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    const look = lookOf("digits").peek();
    if (!element || !context || look === null) return;
    const latest = drawingRead.peek();
    const read =
      latest?.slot === "digits" && latest.answers[0]?.values.length === look.layers[0]?.shape[0]
        ? latest
        : null;
    const before = shown.current.map((each) => each?.unit ?? null);
    const wanted = read === null ? [] : strongestUnits(read, look, count, before);
    const steps = wanted.map((each, place) => towards(shown.current[place] ?? null, each));
    shown.current = steps.map(({ unit }) => unit);
    const { clientWidth: width, clientHeight: height } = element;
    const density = Math.min(devicePixelRatio, 2);
    if (element.width !== width * density) element.width = width * density;
    if (element.height !== height * density) element.height = height * density;
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, height);
    pictures.current.use(look.layers[0]!.weight, theme.peek());
    const places = geometry(width, height, across, count, look.classes.length);
    paintNetwork(context, places, { read, look, units: shown.current, pictures: pictures.current });
    if (steps.some(({ isThere }) => !isThere)) paint();
  });
  useSignalEffect(() => {
    drawingRead.value;
    lookOf("digits").value;
    theme.value;
    paint();
  });
  useEffect(() => {
    const observer = new ResizeObserver(paint);
    if (canvas.current) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  return (
    <canvas
      ref={canvas}
      class={across ? "network network-across" : "network network-down"}
      role="img"
      aria-label={`The network: the drawing as 28 by 28 pixels, the ${count} hidden units that matter most for the answer, and lines as thick as what each adds to it`}
    />
  );
}
