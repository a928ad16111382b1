import { PixelPicture } from "../picture/pixel-picture.js";
import { percent } from "../read/percent.js";
import type { Check } from "../worker/protocol.js";

/** The pictures that it got wrong while it was surest. */
export function Mistakes({ check }: { readonly check: Check }) {
  return (
    <section class="card" aria-labelledby="mistakes-title">
      <h2 id="mistakes-title">Its worst mistakes</h2>
      <p class="quiet-text">
        Of {check.count} digits it had not seen, these it got wrong while it was surest.
      </p>
      {check.mistakes.length === 0 && <p>None: it got every one right.</p>}
      <ul class="mistakes">
        {check.mistakes.map(({ pixels, truth, read, confidence }, place) => (
          <li key={place}>
            <PixelPicture width={28} height={28} values={pixels} colours="ink" label={`a ${truth}`} />
            <span>
              <b>{truth}</b> read as <b>{read}</b>
            </span>
            <small>{percent(confidence)} sure</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
