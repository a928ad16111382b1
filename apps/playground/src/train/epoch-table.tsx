import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useFrame } from "../picture/use-frame.js";
import { percent } from "../read/percent.js";
import type { Slot } from "../worker/run-settings.js";
import { runOf } from "./run.js";

const rowHeight = 30;
const shownRows = 8;
const spare = 4;

/** fastai's table: what each epoch came to. Only the rows in sight are there. */
export function EpochTable({ slot }: { readonly slot: Slot }) {
  const log = runOf(slot).value?.epochs;
  const length = log?.length ?? 0;
  const box = useRef<HTMLElement>(null);
  const top = useSignal(0);
  const follows = useRef(true);
  const follow = useFrame(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  });
  useLayoutEffect(follow, [length]);
  if (log === undefined || length === 0) return null;
  const first = Math.max(Math.min(Math.floor(top.value / rowHeight) - spare, length - 1), 0);
  const last = Math.min(first + shownRows + 2 * spare, length);
  const rows = Array.from({ length: last - first }, (_, i) => log.at(first + i)!);
  return (
    <section
      class="epochs"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard
      tabIndex={0}
      aria-label="Epochs"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
        top.value = scrollTop;
      }}
    >
      <div style={{ height: `${(length + 1) * rowHeight}px`, paddingTop: `${first * rowHeight}px` }}>
        <table aria-rowcount={length + 1}>
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
            {rows.map(({ epoch, trainLoss, validLoss, accuracy, seconds }) => (
              <tr key={epoch} aria-rowindex={epoch + 1}>
                <td>{epoch}</td>
                <td>{trainLoss.toFixed(4)}</td>
                <td>{validLoss.toFixed(4)}</td>
                <td>{percent(accuracy, 1)}</td>
                <td>{seconds.toFixed(2)} s</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The table behind a door: while that is closed nothing is laid out. */
export function EpochDoor({ slot }: { readonly slot: Slot }) {
  const isOpen = useSignal(false);
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>Every epoch</summary>
      {isOpen.value && <EpochTable slot={slot} />}
    </details>
  );
}
