import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { PixelPicture } from "../picture/pixel-picture.js";
import { readingHere } from "../read/answer.js";
import { lookOf } from "../state/looks.js";

/** The 784 weights of `threes-sevens`, what training has added to them, and what they make of the drawing. */
export function Weights() {
  const showsAll = useSignal(false);
  const look = lookOf("threes-sevens").value;
  const weights = look?.layers[0]?.weight ?? new Float32Array(784);
  const start = look?.start ?? null;
  const learned = useMemo(
    () => (start === null ? weights : weights.map((weight, pixel) => weight - start[pixel]!)),
    [weights, start],
  );
  const shown = showsAll.value || start === null ? weights : learned;
  const read = readingHere();
  const sign = read?.reading.digit === "3" ? -1 : 1;
  const evidence = useMemo(
    () =>
      read === null
        ? null
        : Float32Array.from(read.pixels, (level, pixel) => (sign * level * weights[pixel]!) / 255),
    [read, weights],
  );
  return (
    <section class="part" aria-labelledby="weights-title">
      <h2 id="weights-title">784 weights, one for each pixel</h2>
      <div class="weights">
        <figure>
          <div class="sheet">
            <PixelPicture
              width={28}
              height={28}
              values={shown}
              colours="signed"
              scale={Math.max(spreadOf(shown), 1e-3)}
              label={
                showsAll.value
                  ? "The weight of each pixel"
                  : "What training has added to the weight of each pixel"
              }
            />
          </div>
          <figcaption class="legend">
            <span class="legend-positive">ink here says 7</span>
            <span class="legend-negative">ink here says 3</span>
          </figcaption>
        </figure>
        <figure>
          <div class="sheet">
            {evidence !== null && (
              <PixelPicture
                width={28}
                height={28}
                values={evidence}
                colours="signed"
                label="What each pixel of the drawing adds to the answer"
              />
            )}
          </div>
          <figcaption class="legend">
            <span class="legend-positive">speaks for a {read?.reading.digit ?? "…"}</span>
            <span class="legend-negative">against it</span>
          </figcaption>
        </figure>
      </div>
      {start !== null && (
        <fieldset class="choice" aria-label="Weights shown">
          <button
            type="button"
            aria-pressed={!showsAll.value}
            onClick={() => {
              showsAll.value = false;
            }}
          >
            What was learned
          </button>
          <button
            type="button"
            aria-pressed={showsAll.value}
            onClick={() => {
              showsAll.value = true;
            }}
          >
            With the noise it began as
          </button>
        </fieldset>
      )}
      <p class="quiet-text">
        The weights begin as noise, which would drown what is learned; so the picture shows what training has
        added. Where neither a 3 nor a 7 ever has ink, nothing is added, and the noise stays for ever.
      </p>
    </section>
  );
}

/** A little below the largest, so that a few large ones do not make all others pale. */
function spreadOf(values: Float32Array): number {
  const sizes = values.map(Math.abs).sort();
  return sizes[Math.floor(sizes.length * 0.99)] ?? 1;
}
