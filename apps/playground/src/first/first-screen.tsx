import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { demonstrate } from "../draw/demonstration.js";
import { Pad } from "../draw/pad.js";
import { PadTools } from "../draw/pad-tools.js";
import { LivingNetwork } from "../network/living-network.js";
import { answerWords, readingHere } from "../read/answer.js";
import { ClassBars } from "../read/class-bars.js";
import { percent } from "../read/percent.js";
import { tenDigits } from "../settings/recipes.js";
import { lookOf } from "../state/looks.js";
import { takeReady } from "../state/networks.js";
import { linkTo } from "../state/route.js";
import { forget } from "../train/controls.js";
import { accuracyOf, running, runOf, stop, train } from "../train/run.js";

const wide = matchMedia("(min-width: 860px)");

function useWide(): boolean {
  const isWide = useSignal(wide.matches);
  useEffect(() => {
    const follow = (): void => {
      isWide.value = wide.matches;
    };
    wide.addEventListener("change", follow);
    return () => wide.removeEventListener("change", follow);
  }, []);
  return isWide.value;
}

/** What is true of the network now, and what can be done with it. */
function Story() {
  const look = lookOf("digits").value;
  const run = runOf("digits").value;
  const isLearning = running.value === "digits";
  const accuracy = accuracyOf(run);
  const count = look?.parameters.toLocaleString("en") ?? "79,510";
  if (isLearning) {
    const text =
      run?.phase === "drawing"
        ? `Drawing digits to learn from, ${percent(run.done / Math.max(run.count, 1))} …`
        : accuracy === null
          ? "Noise, for now. The first pass over the digits is under way."
          : `After ${run?.epochs.length} ${run?.epochs.length === 1 ? "pass" : "passes"} it reads ${percent(accuracy, 1)} of digits it has never seen.`;
    return (
      <>
        <p class="first-words" aria-live="off">
          {text}
        </p>
        <button type="button" onClick={stop}>
          Stop
        </button>
      </>
    );
  }
  if (look !== null && !look.isTrained) {
    return (
      <>
        <p class="first-words">
          Forgotten. {count} numbers, all drawn by chance: whatever you draw, it guesses.
        </p>
        <button type="button" class="primary" onClick={() => void train("digits")}>
          Watch it learn
        </button>
        <button type="button" class="quiet" onClick={() => restore()}>
          Undo
        </button>
      </>
    );
  }
  const source =
    look?.about.isReady && look.about.accuracy !== null
      ? ` It learned from ${look.about.dataset === "MNIST" ? "MNIST’s 60,000 handwritten digits" : "24,000 digits drawn by a program"} and reads ${percent(look.about.accuracy, 1)} of those it has not seen.`
      : accuracy === null
        ? ""
        : ` It reads ${percent(accuracy, 1)} of digits it has not seen.`;
  return (
    <>
      <p class="first-words">
        This network has {count} numbers. None of them was written by hand.{source}
      </p>
      <a class="button primary" href={linkTo("curve")}>
        See how it learns <span aria-hidden="true">→</span>
      </a>
      <button type="button" disabled={running.value !== null} onClick={() => forget("digits")}>
        Make it forget
      </button>
    </>
  );
}

function restore(): void {
  runOf("digits").value = null;
  void takeReady("digits");
}

/** Pad, network and answer: it reads before a click. */
export function FirstScreen() {
  const isWide = useWide();
  useEffect(() => demonstrate(), []);
  const read = readingHere();
  const look = lookOf("digits").value;
  const isGuess = look !== null && !look.isTrained;
  return (
    <article class="first">
      <h1 class="first-title">Draw a digit. Watch a network read it.</h1>
      <div class="first-stage">
        <section class="draw" aria-label="Drawing">
          <Pad />
          <PadTools />
        </section>
        <LivingNetwork across={isWide} key={isWide ? "across" : "down"} />
        <section class="first-answer" aria-label="Reading">
          <ClassBars classes={look?.classes ?? tenDigits} reading={read?.reading ?? null} across={isWide} />
          <output class={isGuess ? "answer-digit answer-guess" : "answer-digit"} aria-label="Digit read">
            {read?.reading.digit ?? "–"}
          </output>
        </section>
      </div>
      <p class="answer-words first-says" aria-live="polite">
        {answerWords()}
      </p>
      <div class="first-story">
        <Story />
      </div>
    </article>
  );
}
