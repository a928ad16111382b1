import { useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { PixelPicture } from "../picture/pixel-picture.js";
import { readingHere } from "../read/answer.js";
import { checkOf, lookOf } from "../state/looks.js";
import { client } from "../worker/client.js";
import type { Look, UnitLook } from "../worker/protocol.js";
import type { Slot } from "../worker/run-settings.js";
import { PictureList } from "./picture-list.js";

const mostShown = 100;
/** Of so many weights one is looked at to find the scale: putting all in order would hold up the page. */
const sampled = 16;

/** Each unit's weights as a picture, and the weight shown at full strength in all of them. */
function picturesOf(weights: Float32Array, units: number) {
  const pictures = Array.from({ length: units }, (_, unit) => weights.subarray(unit * 784, (unit + 1) * 784));
  // One scale, a little below the largest weight, so that units that learned little look it.
  const sizes = weights
    .filter((_, i) => i % sampled === 0)
    .map(Math.abs)
    .sort();
  return { pictures, scale: sizes[Math.floor(sizes.length * 0.995)] ?? 1 };
}

/** What each unit of the first hidden layer looks for, and which of them the drawing wakes; each can be entered. */
export function HiddenUnits({ slot }: { readonly slot: Slot }) {
  const entered = useSignal<number | null>(null);
  const look = lookOf(slot).value;
  const first = look?.layers[0];
  const units = first?.kind === "dense" && look!.layers.length > 1 ? first.shape[0]! : 0;
  const { pictures, scale } = useMemo(
    () => picturesOf(first?.weight ?? new Float32Array(), units),
    [first, units],
  );
  const answers = readingHere()?.answers[0]?.values;
  const awake = answers?.length === units ? answers : null;
  const most = awake?.reduce((a, b) => Math.max(a, b), 1e-6) ?? 1;
  if (units === 0 || look === null) return null;
  return (
    <section class="part" aria-labelledby="units-title">
      <h2 id="units-title">What the hidden units look for</h2>
      <p class="quiet-text">
        Ink where it is <b class="word-positive">orange</b>, paper where it is{" "}
        <b class="word-negative">blue</b>. Those in a frame are awake for the drawing. Enter one to see what
        wakes it most, and what it adds to each digit.
      </p>
      <div class="units">
        {pictures.slice(0, mostShown).map((picture, unit) => (
          <button
            key={unit}
            type="button"
            class="unit"
            aria-pressed={entered.value === unit}
            aria-label={`Unit ${unit + 1}${awake ? `, answer ${awake[unit]!.toFixed(1)}` : ""}`}
            style={{ "--strength": awake ? Math.max(awake[unit]! / most, 0).toFixed(2) : 0 }}
            onClick={() => {
              entered.value = entered.value === unit ? null : unit;
            }}
          >
            <PixelPicture width={28} height={28} values={picture} colours="signed" scale={scale} />
          </button>
        ))}
      </div>
      {entered.value !== null && pictures[entered.value] !== undefined && (
        <UnitRoom
          slot={slot}
          look={look}
          unit={entered.value}
          weights={pictures[entered.value]!}
          scale={scale}
        />
      )}
    </section>
  );
}

interface UnitRoomProps {
  readonly slot: Slot;
  readonly look: Look;
  readonly unit: number;
  readonly weights: Float32Array;
  readonly scale: number;
}

/** Inside a unit: its weights large, the pictures that wake it most, and what it adds to each class. */
function UnitRoom({ slot, look, unit, weights, scale }: UnitRoomProps) {
  const found = useSignal<UnitLook | null>(null);
  const wanted = useSignal(unit);
  wanted.value = unit;
  useSignalEffect(() => {
    const asked = wanted.value;
    checkOf(slot).value; // its pictures are those that are looked through
    client.call("unit", { slot, layer: 0, unit: asked }).then(
      (answer) => {
        if (wanted.peek() === asked) found.value = answer;
      },
      () => {},
    );
  });
  const adds = found.value?.adds ?? null;
  const widest = adds?.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6) ?? 1;
  return (
    <div class="unit-room">
      <div class="sheet">
        <PixelPicture
          width={28}
          height={28}
          values={weights}
          colours="signed"
          scale={scale}
          label={`The weights of unit ${unit + 1}`}
        />
      </div>
      {adds !== null && (
        <div>
          <h3>What it adds when awake</h3>
          <ul class="adds">
            {look.classes.map((name, row) => (
              <li key={name}>
                <span>{name}</span>
                <span class="adds-room" aria-hidden="true">
                  <i
                    class={adds[row]! < 0 ? "adds-against" : "adds-for"}
                    style={{ width: `${(50 * Math.abs(adds[row]!)) / widest}%` }}
                  />
                </span>
                <span class="unseen">{adds[row]!.toFixed(2)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.value !== null && (
        <div>
          <h3>Wakes most at</h3>
          <PictureList pictures={found.value.awake} label={`What wakes unit ${unit + 1} most`} />
        </div>
      )}
    </div>
  );
}
