import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { client } from "../worker/client.js";
import type { Check, ReadPicture } from "../worker/protocol.js";
import { PictureList } from "./picture-list.js";

interface Cell {
  readonly truth: string;
  readonly read: string;
}

/** The mix-up there is most of. */
function worstOf({ classes, confusion }: Check): Cell | null {
  let worst: (Cell & { readonly count: number }) | null = null;
  for (const [row, truth] of classes.entries())
    for (const [column, read] of classes.entries()) {
      const count = confusion[row]?.[column] ?? 0;
      if (row !== column && count > (worst?.count ?? 0)) worst = { truth, read, count };
    }
  return worst;
}

/** Which classes are taken for which; a cell opens its pictures, and the worst is open until another is. */
export function Confusion({ check }: { readonly check: Check }) {
  const { classes, confusion, slot } = check;
  const chosen = useSignal<Cell | null | undefined>(undefined);
  const pictures = useSignal<readonly ReadPicture[]>([]);
  const latest = useSignal(check);
  latest.value = check;
  const open = useComputed(() => (chosen.value === undefined ? worstOf(latest.value) : chosen.value));
  useSignalEffect(() => {
    const cell = open.value;
    latest.value;
    if (cell === null) return;
    client.call("cell", { slot, ...cell }).then(
      (found) => {
        if (open.peek() === cell) pictures.value = found;
      },
      () => {},
    );
  });
  return (
    <div class="confusion-part">
      <div class="confusion-room">
        <table class="confusion">
          <caption class="quiet-text">
            True class down the side, answer across the top. A cell opens its pictures.
          </caption>
          <thead>
            <tr>
              <th scope="col" aria-label="true class" />
              {classes.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((truth, row) => (
              <Row
                key={truth}
                truth={truth}
                counts={confusion[row] ?? []}
                classes={classes}
                open={open.value}
                right={row}
                onOpen={(cell) => {
                  chosen.value = cell;
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
      {open.value !== null && (
        <div class="cell-pictures" aria-live="polite">
          <h3>
            {open.value.truth === open.value.read
              ? `Read right as ${open.value.truth}`
              : `A ${open.value.truth} read as ${open.value.read}`}
          </h3>
          {pictures.value.length > 0 ? (
            <PictureList
              pictures={pictures.value}
              label={`A ${open.value.truth} read as ${open.value.read}`}
            />
          ) : (
            <p class="quiet-text">None any more.</p>
          )}
        </div>
      )}
    </div>
  );
}

interface RowProps {
  readonly truth: string;
  readonly counts: readonly number[];
  readonly classes: readonly string[];
  readonly right: number;
  readonly open: Cell | null;
  onOpen(cell: Cell | null): void;
}

function Row({ truth, counts, classes, right, open, onOpen }: RowProps) {
  const total = Math.max(
    counts.reduce((sum, count) => sum + count, 0),
    1,
  );
  return (
    <tr>
      <th scope="row">{truth}</th>
      {counts.map((count, column) => {
        const read = classes[column]!;
        const isOpen = open?.truth === truth && open.read === read;
        return (
          <td key={read} class={column === right ? "confusion-right" : "confusion-wrong"}>
            <button
              type="button"
              aria-pressed={isOpen}
              aria-label={`${count} times a ${truth} was read as ${read}`}
              disabled={count === 0}
              style={{ "--share": Math.sqrt(count / total).toFixed(3) }}
              onClick={() => onOpen(isOpen ? null : { truth, read })}
            >
              {count || ""}
            </button>
          </td>
        );
      })}
    </tr>
  );
}
