import { useLayoutEffect, useRef } from "preact/hooks";
import { percent } from "../read/percent.js";
import { run } from "./run.js";

/** fastai's table: what each epoch came to. */
export function EpochTable() {
  const epochs = run.value?.epochs ?? [];
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [epochs.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard
    <section class="epochs" ref={box} tabIndex={0} aria-label="Epochs">
      <table>
        <thead>
          <tr>
            <th scope="col">epoch</th>
            <th scope="col">train loss</th>
            <th scope="col">valid loss</th>
            <th scope="col">accuracy</th>
            <th scope="col">time</th>
          </tr>
        </thead>
        <tbody>
          {epochs.map(({ epoch, trainLoss, validLoss, metrics, seconds, validSeconds }) => (
            <tr key={epoch}>
              <td>{epoch}</td>
              <td>{trainLoss.toFixed(4)}</td>
              <td>{validLoss.toFixed(4)}</td>
              <td>{percent(metrics.accuracy ?? Number.NaN, 1)}</td>
              <td>{(seconds + validSeconds).toFixed(2)} s</td>
            </tr>
          ))}
        </tbody>
      </table>
      {epochs.length === 0 && <p class="epochs-empty">Each epoch will leave a line here.</p>}
    </section>
  );
}
