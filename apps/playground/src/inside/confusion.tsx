import type { Check } from "../worker/protocol.js";

const mostPairs = 6;

/** A digit taken for another, and how often. */
export interface Pair {
  readonly truth: string;
  readonly read: string;
  readonly count: number;
}

/** The mix-ups, most frequent first. */
export function confusedPairs({ classes, confusion }: Pick<Check, "classes" | "confusion">): Pair[] {
  return confusion
    .flatMap((row, truth) =>
      row.map((count, read): Pair => ({ truth: classes[truth]!, read: classes[read]!, count })),
    )
    .filter(({ truth, read, count }) => truth !== read && count > 0)
    .sort((a, b) => b.count - a.count);
}

/** Which digits are taken for which. */
export function Confusion({ check }: { readonly check: Check }) {
  const { classes, confusion } = check;
  return (
    <section class="card" aria-labelledby="confusion-title">
      <h2 id="confusion-title">What it mixes up</h2>
      <table class="confusion">
        <caption class="quiet-text">The digit drawn down the side, the one read across the top.</caption>
        <thead>
          <tr>
            <th scope="col" aria-label="drawn" />
            {classes.map((digit) => (
              <th key={digit} scope="col">
                {digit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((digit, truth) => {
            const row = confusion[truth] ?? [];
            const total = Math.max(
              row.reduce((sum, count) => sum + count, 0),
              1,
            );
            return (
              <tr key={digit}>
                <th scope="row">{digit}</th>
                {row.map((count, read) => (
                  <td
                    key={classes[read]}
                    class={truth === read ? "confusion-right" : "confusion-wrong"}
                    style={{ "--share": Math.sqrt(count / total).toFixed(3) }}
                  >
                    {count || ""}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <h3>Most often</h3>
      <ol class="pairs">
        {confusedPairs(check)
          .slice(0, mostPairs)
          .map(({ truth, read, count }) => (
            <li key={`${truth}${read}`}>
              <b>{truth}</b> read as <b>{read}</b> <small>{count}×</small>
            </li>
          ))}
      </ol>
    </section>
  );
}
