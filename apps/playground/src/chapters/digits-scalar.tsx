import { Confusion } from "../inside/confusion.js";
import { Spread } from "../inside/spread.js";
import { percent } from "../read/percent.js";
import { checkOf, lookOf } from "../state/looks.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";

export function View() {
  const check = lookOf("digits-scalar").value?.isTrained ? checkOf("digits-scalar").value : null;
  return (
    <Chapter
      title="One output, and why it fails"
      lead="Ten digits from one number between 0 and 10: a natural idea, and a poor one. It learns something, never enough, and one can see why."
      attempt="Train it. Then draw a 4 and close its top, bit by bit, until it is a 9: the mark has to cross 5, 6, 7 and 8."
      notice="Digits that look alike pull at the same ink from two ends of the line. In the middle the loss is smallest, and the middle is neither."
    >
      <Bench>
        <TrainPart slot="digits-scalar" />
        {check !== null && (
          <section class="part" aria-labelledby="spread-title">
            <h2 id="spread-title">Where the output lands for each digit</h2>
            <p class="quiet-text">
              The line in each row is where it should be. {percent(check.accuracy, 1)} of{" "}
              {check.count.toLocaleString("en")} unseen digits land nearest to their own number: that is the
              share read right, here and everywhere.
            </p>
            <Spread check={check} />
            <p>
              One number puts the digits in a row, as if a 4 lay between a 3 and a 5. In ink it doesn’t: a 4
              looks like a 9, a 3 like an 8. <b>Ten outputs</b> need no row.
            </p>
          </section>
        )}
        {check !== null && (
          <section class="part" aria-labelledby="mixed-title">
            <h2 id="mixed-title">What it takes for what</h2>
            <Confusion check={check} />
          </section>
        )}
      </Bench>
    </Chapter>
  );
}
