import { CheckPart } from "../inside/check-part.js";
import { HiddenUnits } from "../inside/hidden-units.js";
import { Saliency } from "../inside/saliency.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";

export function View() {
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
        <CheckPart slot="digits" />
      </Bench>
    </Chapter>
  );
}
