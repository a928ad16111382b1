import { PixelPicture } from "../picture/pixel-picture.js";
import { drawingRead } from "../read/reading.js";
import { inside } from "./inside.js";

/** The 784 weights of `threes-sevens`, and what they make of the drawing. */
export function Weights() {
  const weights = inside.value?.weights ?? new Float32Array(784);
  const read = drawingRead.value;
  const evidence = read?.recipe === "threes-sevens" ? read.evidence : null;
  return (
    <section class="card" aria-labelledby="weights-title">
      <h2 id="weights-title">The 784 weights</h2>
      <div class="weights">
        <figure>
          <PixelPicture
            width={28}
            height={28}
            values={weights}
            colours="signed"
            label="The weight of each pixel"
          />
          <figcaption class="legend">
            <span class="legend-positive">ink here says 7</span>
            <span class="legend-negative">ink here says 3</span>
          </figcaption>
        </figure>
        <figure>
          <div class="pixels-place">
            {evidence && (
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
      <p class="quiet-text">
        They begin as noise. Where a 3 or a 7 ever has ink they learn; at the edges, where none has any, the
        noise stays.
      </p>
    </section>
  );
}
