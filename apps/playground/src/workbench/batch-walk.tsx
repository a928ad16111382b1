import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { PixelPicture } from "../picture/pixel-picture.js";
import { settingsOf } from "../state/settings.js";
import { isRunning } from "../train/run.js";
import { client } from "../worker/client.js";
import type { Step, Walk } from "../worker/protocol.js";

const count = 8;
const widest = 392;

/** Rows of samples, a column for each number; more than a screen can tell apart are left out evenly. */
function heat(values: Float32Array): { readonly width: number; readonly picture: Float32Array } {
  const columns = values.length / count;
  const width = Math.min(columns, widest);
  const picture = new Float32Array(width * count);
  for (let row = 0; row < count; row++)
    for (let column = 0; column < width; column++)
      picture[row * width + column] = values[row * columns + Math.floor((column * columns) / width)]!;
  return { width, picture };
}

function Heat({ values, label }: { readonly values: Float32Array; readonly label: string }) {
  const { width, picture } = useMemo(() => heat(values), [values]);
  return (
    <div class="heat">
      <PixelPicture width={width} height={count} values={picture} colours="signed" label={label} />
    </div>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  return (
    <tr>
      <th scope="row">
        <code>{step.name}</code>
        <small>[{step.shape.join(", ")}]</small>
      </th>
      <td>
        <Heat values={step.values} label={`Values after ${step.name}`} />
      </td>
      <td>
        {step.gradient !== null && (
          <Heat values={step.gradient} label={`The loss’s gradient after ${step.name}`} />
        )}
      </td>
    </tr>
  );
}

/** A batch walked forward, and its gradient back, layer by layer, with the graph in between. */
export function BatchWalk() {
  const walk = useSignal<Walk | null>(null);
  const problem = useSignal<string | null>(null);
  const go = async (): Promise<void> => {
    problem.value = null;
    try {
      walk.value = await client.call("walk", { slot: "bench", settings: settingsOf("bench").peek(), count });
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <section class="part" aria-labelledby="walk-title">
      <h2 id="walk-title">One batch, forward and back</h2>
      <div class="tools">
        <button type="button" disabled={isRunning.value} onClick={() => void go()}>
          Walk a batch of {count}
        </button>
      </div>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {walk.value !== null && (
        <>
          <table class="walk">
            <thead>
              <tr>
                <th scope="col">after</th>
                <th scope="col">values, a row for each picture ↓</th>
                <th scope="col">gradient of the loss ↑</th>
              </tr>
            </thead>
            <tbody>
              {walk.value.steps.map((step, place) => (
                <StepRow key={place} step={step} />
              ))}
            </tbody>
          </table>
          <p>
            Loss {walk.value.loss.toFixed(4)}. From it the gradient walks back over the recorded operations:
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
          <section class="program" tabIndex={0} aria-label="The recorded graph">
            <pre class="command">
              <code>{walk.value.graph}</code>
            </pre>
          </section>
        </>
      )}
    </section>
  );
}
