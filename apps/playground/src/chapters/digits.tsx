import { Confusion } from "../inside/confusion.js";
import { HiddenUnits } from "../inside/hidden-units.js";
import { Mistakes } from "../inside/mistakes.js";
import { Saliency } from "../inside/saliency.js";
import { checkOf, lookOf } from "../state/looks.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";

export function View() {
  const check = lookOf("digits").value?.isTrained ? checkOf("digits").value : null;
  return (
    <Chapter
      title="Ten outputs"
      lead="One output for each digit, and the ten share one whole. Nothing stands between two digits any more: each has its own evidence, added up from a hundred small pictures."
      attempt="Enter a hidden unit. Send a mistake to the pad, erase a stroke of it, and watch the answer turn."
      notice="No unit is a digit. Each looks for a stroke here and paper there, and several digits make use of it."
    >
      <Bench below={<Saliency />}>
        <TrainPart slot="digits" />
        <HiddenUnits slot="digits" />
        {check !== null && (
          <>
            <section class="part" aria-labelledby="mixed-title">
              <h2 id="mixed-title">What it takes for what</h2>
              <Confusion check={check} />
            </section>
            <Mistakes check={check} />
          </>
        )}
      </Bench>
    </Chapter>
  );
}
