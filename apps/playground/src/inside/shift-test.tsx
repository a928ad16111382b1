import { useSignal, useSignalEffect } from "@preact/signals";
import { Plot } from "../chart/plot.js";
import { PixelPicture } from "../picture/pixel-picture.js";
import { percent } from "../read/percent.js";
import { drawingRead } from "../read/reading.js";
import { ensureNetwork, networkVersion } from "../state/networks.js";
import { client } from "../worker/client.js";
import type { DrawingRead } from "../worker/protocol.js";
import type { Slot } from "../worker/run-settings.js";
import { shifted } from "./shifted.js";

const furthest = 8;
const shifts = Array.from({ length: 2 * furthest + 1 }, (_, i) => i - furthest);
const rivals = [
  { slot: "digits", name: "Ten outputs", colour: "negative" },
  { slot: "digits-conv", name: "Convolutions", colour: "positive" },
] as const;

type Readings = Readonly<Partial<Record<Slot, readonly (DrawingRead | null)[]>>>;

function readAt(slot: Slot, pixels: Uint8Array, dx: number): Promise<DrawingRead | null> {
  return client.call("read", { slot, pixels: shifted(pixels, dx, 0) });
}

/** The drawing moved aside, and what chapter 4's network and this one still read. */
export function ShiftTest() {
  const shift = useSignal(0);
  const readings = useSignal<Readings>({});
  const asked = useSignal<DrawingRead | null>(null);
  useSignalEffect(() => {
    const read = drawingRead.value;
    networkVersion.value.digits;
    if (read?.slot !== "digits-conv") return;
    asked.value = read;
    const measure = async (): Promise<void> => {
      await ensureNetwork("digits");
      const found: Partial<Record<Slot, readonly (DrawingRead | null)[]>> = {};
      for (const { slot } of rivals) {
        found[slot] = await Promise.all(shifts.map((dx) => readAt(slot, read.pixels, dx)));
        if (asked.peek() !== read) return;
      }
      readings.value = found;
    };
    void measure().catch(() => {});
  });
  const read = asked.value;
  if (read === null) return null;
  const digit = read.reading.digit;
  const shares = (slot: Slot): number[] =>
    (readings.value[slot] ?? []).map(
      (each) => 100 * (each?.reading.probabilities.find((one) => one.digit === digit)?.probability ?? 0),
    );
  return (
    <section class="part" aria-labelledby="shift-title">
      <h2 id="shift-title">The same {digit}, moved aside</h2>
      <div class="shift">
        <div class="shift-hand">
          <div class="sheet">
            <PixelPicture
              width={28}
              height={28}
              values={shifted(read.pixels, shift.value, 0)}
              colours="ink"
              label={`The drawing, moved by ${shift.value} pixels`}
            />
          </div>
          <input
            type="range"
            min={-furthest}
            max={furthest}
            step={1}
            value={shift.value}
            aria-label="Pixels to move the drawing by"
            onInput={({ currentTarget }) => {
              shift.value = Number(currentTarget.value);
            }}
          />
        </div>
        <div class="shift-answers">
          <dl>
            {rivals.map(({ slot, name }) => {
              const now = readings.value[slot]?.[shift.value + furthest]?.reading;
              return (
                <div key={slot} class={now?.digit === digit ? "" : "shift-wrong"}>
                  <dt>{name}</dt>
                  <dd>
                    <b>{now?.digit ?? "–"}</b> {now ? percent(now.confidence) : ""}
                  </dd>
                </div>
              );
            })}
          </dl>
          <Plot
            label={`How sure both networks are of the ${digit}, for each shift`}
            height={170}
            across="pixels moved"
            yRange={[0, 100]}
            xRange={[-furthest, furthest]}
            mark={{ x: shift.value, label: "" }}
            lines={rivals
              .filter(({ slot }) => shares(slot).length > 0)
              .map(({ slot, colour }) => ({
                x: shifts,
                y: shares(slot),
                colour,
                label: slot === "digits" ? "chapter 4" : "chapter 5",
              }))}
          />
        </div>
      </div>
      <p class="quiet-text">
        The pad centres what you draw, so both networks know digits in the middle. Chapter 4’s has learned
        every place apart; a filter finds its stroke wherever it is, and only the last layer asks where.
      </p>
    </section>
  );
}
