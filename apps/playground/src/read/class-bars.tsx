import type { Reading } from "@mnist/learner";
import { percent } from "./percent.js";

interface ClassBarsProps {
  readonly classes: readonly string[];
  readonly reading: Reading | null;
}

/** A bar for each digit, as high as the share that the network gives it. */
export function ClassBars({ classes, reading }: ClassBarsProps) {
  return (
    <ul class="bars" aria-label="Share of each digit">
      {classes.map((digit) => {
        const share = reading?.probabilities.find((each) => each.digit === digit)?.probability ?? 0;
        return (
          <li key={digit} class={reading?.digit === digit ? "bar bar-best" : "bar"} title={percent(share)}>
            <span class="bar-room" aria-hidden="true">
              <span class="bar-fill" style={{ transform: `scaleY(${share})` }} />
            </span>
            <span>
              {digit}
              <span class="unseen">: {percent(share)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
