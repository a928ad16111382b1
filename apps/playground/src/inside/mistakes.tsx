import { percent } from "../read/percent.js";
import type { Check } from "../worker/protocol.js";
import { PictureList } from "./picture-list.js";

/** How many it reads right, and the pictures that it got wrong while it was surest. */
export function Mistakes({ check }: { readonly check: Check }) {
  const { mistakes, accuracy, count, source } = check;
  return (
    <section class="part" aria-labelledby="mistakes-title">
      <h2 id="mistakes-title">{percent(accuracy, 1)} right</h2>
      <p class="quiet-text">
        of {count.toLocaleString("en")} pictures it has not learned from: {source}.{" "}
        {mistakes.length > 0
          ? "These it got wrong while it was surest; one goes to the pad with a click."
          : "It got every one right."}
      </p>
      <PictureList pictures={mistakes} label="Its worst mistakes" />
    </section>
  );
}
