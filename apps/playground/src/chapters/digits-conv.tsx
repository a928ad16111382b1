import { CheckPart } from "../inside/check-part.js";
import { FeatureMaps } from "../inside/feature-maps.js";
import { ShiftTest } from "../inside/shift-test.js";
import { lookOf } from "../state/looks.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { TrainPart } from "../train/train-part.js";

export function View() {
  const count = lookOf("digits-conv").value?.parameters.toLocaleString("en") ?? "20,000";
  return (
    <Chapter
      title="Convolutions"
      lead={`Small filters slide over the picture and look for the same stroke everywhere. ${count} numbers in place of 79,510, and fewer mistakes.`}
      attempt="Draw a digit and follow it through the layers. Then move it aside with the slider."
      notice="The first maps still look like your digit. The last ones no longer do: they say what is there, hardly where."
    >
      <Bench>
        <FeatureMaps />
        <ShiftTest />
        <TrainPart slot="digits-conv" />
        <CheckPart slot="digits-conv" />
      </Bench>
    </Chapter>
  );
}
