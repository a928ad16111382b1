import { Plot } from "../chart/plot.js";
import { download } from "../files/download.js";
import { PixelPicture } from "../picture/pixel-picture.js";
import { readingHere } from "../read/answer.js";
import { percent } from "../read/percent.js";
import { lookOf } from "../state/looks.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { isRunning } from "../train/run.js";
import {
  addSample,
  asked,
  forgetLesson,
  handProblem,
  isTeaching,
  lesson,
  readings,
  removeSample,
  samples,
  teach,
  wanted,
} from "./hand.js";
import { makeCard } from "./share-card.js";

/** Share of the samples that were read right as they were drawn. */
function firstShare(): number {
  const all = samples.value;
  return all.filter(({ truth, read }) => truth === read).length / Math.max(all.length, 1);
}

/** What was drawn? One click takes it in. */
function Label() {
  const read = readingHere();
  const classes = lookOf("digits").value?.classes ?? [];
  const next = asked.value[0];
  return (
    <section class="part" aria-labelledby="label-title">
      <h2 id="label-title" class="label-title">
        {read === null
          ? next === undefined
            ? "Draw a digit as you write it"
            : `Now a ${next.digit}, please (${next.drawn} of ${wanted})`
          : "What is it?"}
      </h2>
      <fieldset class="labels" disabled={read === null || isTeaching.value}>
        <legend class="unseen">The digit you drew</legend>
        {classes.map((name) => (
          <button
            key={name}
            type="button"
            class={read?.reading.digit === name ? "label-read" : ""}
            onClick={() => read !== null && addSample(read, name)}
          >
            {name}
          </button>
        ))}
      </fieldset>
    </section>
  );
}

function Samples() {
  const now = readings.value;
  if (samples.value.length === 0) {
    return (
      <p class="hand-empty">
        Draw a digit at the pad and say what it is. Do a few of each; the ones that are read wrongly teach
        most.
      </p>
    );
  }
  return (
    <ul class="hand-samples" aria-label="Your digits">
      {samples.value.map(({ pixels, truth, read }, place) => {
        const latest = now[place]?.digit ?? read;
        return (
          <li key={place} class={latest === truth ? "" : "hand-wrong"}>
            <PixelPicture width={28} height={28} values={pixels} colours="ink" />
            <span>{latest === truth ? truth : `${truth} → ${latest}`}</span>
            <button
              type="button"
              class="hand-drop"
              aria-label={`Take this ${truth} away`}
              onClick={() => removeSample(place)}
            >
              ×
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Progress() {
  const steps = lesson.value;
  const last = steps.at(-1);
  if (last === undefined) return null;
  const x = [0, ...steps.map((_, i) => (i + 1) * 6)];
  return (
    <div class="part">
      <p class="verdict" aria-live="polite">
        Your hand: {percent(firstShare())} right as you drew, {percent(last.hand)} now. Digits of other hands:{" "}
        {percent(last.others, 1)}.
      </p>
      <Plot
        label={`Right answers while it is taught: ${percent(last.hand)} of yours, ${percent(last.others)} of others`}
        height={180}
        across="steps"
        yRange={[0, 100]}
        lines={[
          {
            x,
            y: [100 * firstShare(), ...steps.map(({ hand }) => 100 * hand)],
            colour: "positive",
            width: 2.5,
            label: "your hand",
          },
          { x: x.slice(1), y: steps.map(({ others }) => 100 * others), colour: "quiet", label: "others" },
        ]}
      />
    </div>
  );
}

async function share(): Promise<void> {
  const card = await makeCard({ before: firstShare(), after: lesson.peek().at(-1)?.hand ?? null });
  if (card === null) return;
  const file = new File([card], "my-digits.png", { type: "image/png" });
  const isTouch = matchMedia("(pointer: coarse)").matches;
  if (isTouch && navigator.canShare?.({ files: [file] }))
    await navigator.share({ files: [file] }).catch(() => {});
  else download(file.name, file);
}

export function View() {
  return (
    <Chapter
      title="Teach it your hand"
      lead="The network learned from other people’s digits, and yours were not among them. Show it the ones it gets wrong, five of each, and it learns your way of writing them on the spot."
      attempt="Draw the digit it is worst at, say what it is, and repeat. Then teach it."
      notice="A few dozen steps on your own digits, mixed with others so that nothing is lost, change what it sees in your 4."
    >
      <Bench clear below={<Label />}>
        <section class="part" aria-labelledby="hand-title">
          <h2 id="hand-title">Your digits</h2>
          <Samples />
          <div class="tools">
            <button
              type="button"
              class="primary"
              disabled={samples.value.length === 0 || isTeaching.value || isRunning.value}
              onClick={() => void teach()}
            >
              {isTeaching.value
                ? "Teaching …"
                : `Teach it ${samples.value.length === 1 ? "this one" : "these"}`}
            </button>
            <button
              type="button"
              disabled={lesson.value.length === 0 || isTeaching.value}
              onClick={() => void forgetLesson()}
            >
              Forget the lesson
            </button>
            <button type="button" disabled={samples.value.length === 0} onClick={() => void share()}>
              A card to share
            </button>
            <button
              type="button"
              class="quiet"
              disabled={samples.value.length === 0 || isTeaching.value}
              onClick={() => {
                samples.value = [];
                lesson.value = [];
              }}
            >
              Start over
            </button>
          </div>
          {handProblem.value !== null && (
            <p class="problem" role="alert">
              {handProblem.value}
            </p>
          )}
          <Progress />
        </section>
      </Bench>
    </Chapter>
  );
}
