import { tenDigits } from "../settings/recipes.js";
import { lookOf } from "../state/looks.js";
import { slotHere } from "../state/settings.js";
import { ClassBars } from "./class-bars.js";
import { NumberLine } from "./number-line.js";
import { percent } from "./percent.js";
import { drawingRead } from "./reading.js";

/** The reading by the network of the place; null while there is none. */
export function readingHere() {
  const read = drawingRead.value;
  return read?.slot === slotHere.value ? read : null;
}

export function answerWords(): string {
  const read = readingHere();
  const look = lookOf(slotHere.value).value;
  if (read === null) return "Draw something, and it is read while you draw.";
  const { digit, confidence } = read.reading;
  const [warning] = read.warnings;
  if (look !== null && !look.isTrained) return "A guess: this network has not learned anything yet.";
  if (warning !== undefined) return `It reads a ${digit}, but doubtfully: ${warning}.`;
  if (read.scale !== null) return `The output says ${read.scale.toFixed(1)}, which is nearest to ${digit}.`;
  if (confidence > 0.9) return `It reads a ${digit} and is ${percent(confidence)} sure.`;
  const [, second] = [...read.reading.probabilities].sort((a, b) => b.probability - a.probability);
  return `It reads a ${digit}, ${percent(confidence)} sure; a ${second?.digit} at ${percent(second?.probability ?? 0)}.`;
}

/** What the network takes the drawing for. */
export function Answer() {
  const read = readingHere();
  const look = lookOf(slotHere.value).value;
  const isScale = (look?.recipe ?? slotHere.value) === "digits-scalar";
  const isGuess = look !== null && !look.isTrained;
  const classes = look?.classes ?? (slotHere.value === "threes-sevens" ? ["3", "7"] : tenDigits);
  return (
    <section class="answer" aria-label="Reading">
      <div class="answer-body">
        <output class={isGuess ? "answer-digit answer-guess" : "answer-digit"} aria-label="Digit read">
          {read?.reading.digit ?? "–"}
        </output>
        {isScale ? (
          <NumberLine value={read?.scale ?? null} />
        ) : (
          <ClassBars classes={classes} reading={read?.reading ?? null} />
        )}
      </div>
      <p class="answer-words" aria-live="polite">
        {answerWords()}
      </p>
    </section>
  );
}
