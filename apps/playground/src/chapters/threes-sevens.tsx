import { Mistakes } from "../inside/mistakes.js";
import { Weights } from "../inside/weights.js";
import { checkOf, lookOf } from "../state/looks.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";

export function View() {
  const check = lookOf("threes-sevens").value?.isTrained ? checkOf("threes-sevens").value : null;
  return (
    <Chapter
      title="3 or 7, from one layer"
      lead="Every pixel gets one weight: how much ink there speaks for a 7, or for a 3. Add up the weights under the ink, and the sign of the sum is the answer."
      attempt="Train it, and watch a bright 7 with the shadow of a 3 come out of nothing. Then draw one of them."
      notice="The accuracy moves in jumps, a picture at a time. The loss moves with every weight: that is why it is the loss one learns from."
    >
      <Bench>
        <TrainPart slot="threes-sevens" />
        <Weights />
        {check !== null && <Mistakes check={check} />}
      </Bench>
    </Chapter>
  );
}
