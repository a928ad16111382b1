import { recipe } from "../settings/settings.js";
import { isTrained } from "../train/run.js";
import { ClassBars } from "./class-bars.js";
import { NumberLine } from "./number-line.js";
import { percent } from "./percent.js";
import { drawingRead } from "./reading.js";

function describe(): string {
  const read = drawingRead.value;
  if (read === null) return "Draw something, and it is read while you draw.";
  const { digit, confidence } = read.reading;
  const [warning] = read.warnings;
  if (!isTrained.value) return "A guess: the network has not learned anything yet.";
  if (warning !== undefined) return `It reads a ${digit}, but doubtfully: ${warning}.`;
  if (read.scale !== null) return `The output says ${read.scale.toFixed(1)}, which is nearest to ${digit}.`;
  if (confidence > 0.9) return `It reads a ${digit} and is ${percent(confidence)} sure.`;
  const [, second] = [...read.reading.probabilities].sort((a, b) => b.probability - a.probability);
  return `It reads a ${digit}, ${percent(confidence)} sure; a ${second?.digit} at ${percent(second?.probability ?? 0)}.`;
}

/** What the network takes the drawing for. */
export function Answer() {
  const read = drawingRead.value;
  return (
    <section class="card answer" aria-labelledby="answer-title">
      <h2 id="answer-title" class="unseen">
        Reading
      </h2>
      <div class="answer-body">
        <output
          class={isTrained.value ? "answer-digit" : "answer-digit answer-guess"}
          aria-label="Digit read"
        >
          {read?.reading.digit ?? "–"}
        </output>
        {recipe.value.name === "digits-scalar" ? (
          <NumberLine value={read?.scale ?? null} />
        ) : (
          <ClassBars classes={recipe.value.digits} reading={read?.reading ?? null} />
        )}
      </div>
      <p class="answer-words" aria-live="polite">
        {describe()}
      </p>
    </section>
  );
}
