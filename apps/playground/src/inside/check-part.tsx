import { checkOf, lookOf } from "../state/looks.js";
import type { Slot } from "../worker/run-settings.js";
import { Confusion } from "./confusion.js";
import { Mistakes } from "./mistakes.js";

/** What a trained network takes for what, and its worst mistakes; nothing before it is trained. */
export function CheckPart({ slot }: { readonly slot: Slot }) {
  const check = lookOf(slot).value?.isTrained ? checkOf(slot).value : null;
  if (check === null) return null;
  return (
    <>
      <section class="part" aria-labelledby="mixed-title">
        <h2 id="mixed-title">What it takes for what</h2>
        <Confusion check={check} />
      </section>
      <Mistakes check={check} />
    </>
  );
}
