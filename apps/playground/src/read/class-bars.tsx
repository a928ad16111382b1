import type { Reading } from "@mnist/learner";
import { percent } from "./percent.js";

interface ClassBarsProps {
  readonly classes: readonly string[];
  readonly reading: Reading | null;
  /** Bars to the right, a row each, in place of upwards. */
  readonly across?: boolean;
}

/** A bar for each class, as long as the share that the network gives it. */
export function ClassBars({ classes, reading, across = false }: ClassBarsProps) {
  return (
    <ul class={across ? "bars bars-across" : "bars"} aria-label="Share of each digit">
      {classes.map((digit) => {
        const share = reading?.probabilities.find((each) => each.digit === digit)?.probability ?? 0;
        return (
          <li key={digit} class={reading?.digit === digit ? "bar bar-best" : "bar"}>
            <span class="bar-name">{digit}</span>
            <span class="bar-room" aria-hidden="true">
              <span class="bar-fill" style={{ "--share": share }} />
            </span>
            <span class={across ? "bar-share" : "unseen"}>{reading === null ? "" : percent(share)}</span>
          </li>
        );
      })}
    </ul>
  );
}
