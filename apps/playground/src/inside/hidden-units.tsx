import { useMemo } from "preact/hooks";
import { PixelPicture } from "../picture/pixel-picture.js";
import { drawingRead } from "../read/reading.js";
import type { DrawingRead } from "../worker/protocol.js";
import { inside } from "./inside.js";

const mostShown = 100;
const mostLoud = 6;

/** Each unit's weights as a picture, and the weight shown at full strength in all of them. */
interface UnitPictures {
  readonly pictures: readonly Float32Array[];
  readonly scale: number;
}

function picturesOf(weights: Float32Array, units: number): UnitPictures {
  const pictures = Array.from({ length: units }, (_, unit) => weights.subarray(unit * 784, (unit + 1) * 784));
  // One scale, a little below the largest weight, so that units that learned little look it.
  const sizes = weights.map(Math.abs).sort();
  return { pictures, scale: sizes[Math.floor(sizes.length * 0.995)] ?? 1 };
}

/** The units that add most to the score of the digit read. */
export function loudest(evidence: Float32Array, count = mostLoud): number[] {
  return [...evidence.keys()]
    .filter((unit) => evidence[unit]! > 0)
    .sort((a, b) => evidence[b]! - evidence[a]!)
    .slice(0, count);
}

function Loudest({ pictures, scale, read }: UnitPictures & { readonly read: DrawingRead | null }) {
  const units = read === null ? [] : loudest(read.evidence);
  const answer = read?.recipe === "digits" ? `a ${read.reading.digit}` : "a larger number";
  return (
    <div class="loud">
      <h3>{read === null ? "Draw a digit to see who speaks for it" : `Spoke loudest for ${answer}`}</h3>
      <ol>
        {Array.from({ length: mostLoud }, (_, place) => {
          const unit = units[place];
          const picture = unit === undefined ? undefined : pictures[unit];
          return (
            <li key={place}>
              <span class="pixels-place">
                {picture && (
                  <PixelPicture width={28} height={28} values={picture} colours="signed" scale={scale} />
                )}
              </span>
              <span>{unit === undefined ? "–" : `+${read?.evidence[unit]?.toFixed(1)}`}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Unit({ scale, ...unit }: { weights: Float32Array; scale: number; strength: number | null }) {
  return (
    <span class="unit" style={{ "--strength": unit.strength?.toFixed(2) ?? 0 }}>
      <PixelPicture width={28} height={28} values={unit.weights} colours="signed" scale={scale} />
    </span>
  );
}

/** What each unit of the hidden layer looks for, and which of them the drawing wakes. */
export function HiddenUnits() {
  const look = inside.value;
  const { weights, units = 0 } = look ?? {};
  const { pictures, scale } = useMemo(
    () => picturesOf(weights ?? new Float32Array(), units),
    [weights, units],
  );
  const latest = drawingRead.value;
  const read = latest?.recipe === look?.recipe && latest?.hidden?.length === units ? latest : null;
  const most = read?.hidden?.reduce((a, b) => Math.max(a, b), 1e-6) ?? 1;
  return (
    <section class="card inside-units" aria-labelledby="units-title">
      <h2 id="units-title">What the hidden units look for</h2>
      <p class="quiet-text">
        Each looks for ink where it is <b class="word-positive">this colour</b>, and for paper where it is{" "}
        <b class="word-negative">this one</b>. The stronger the line below it, the more the drawing wakes it.
      </p>
      <Loudest pictures={pictures} scale={scale} read={read} />
      <div class="units" role="img" aria-label={`The weights of ${Math.min(units, mostShown)} hidden units`}>
        {pictures.slice(0, mostShown).map((picture, unit) => (
          <Unit
            key={unit}
            weights={picture}
            scale={scale}
            strength={read?.hidden ? read.hidden[unit]! / most : null}
          />
        ))}
      </div>
    </section>
  );
}
