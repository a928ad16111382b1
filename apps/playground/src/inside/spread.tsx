import type { Check } from "../worker/protocol.js";

/** Where the one output lands for each digit, and why that is not enough. */
export function Spread({ check }: { readonly check: Check }) {
  const { classes, spread } = check;
  if (spread === null) return null;
  const most = Math.max(...spread.flat(), 1e-6);
  return (
    <section class="card" aria-labelledby="spread-title">
      <h2 id="spread-title">Where the one output lands</h2>
      <p class="quiet-text">
        For each digit, how often the output says what. The line marks where it should be.
      </p>
      <div class="spread">
        {classes.map((digit, place) => {
          const row = spread[place] ?? [];
          const mean = row.reduce((sum, share, bin) => sum + share * ((bin + 0.5) / row.length) * 10, 0);
          return (
            <div
              key={digit}
              class="spread-row"
              role="img"
              aria-label={`${digit}: on average ${mean.toFixed(1)}`}
            >
              <b aria-hidden="true">{digit}</b>
              <div class="spread-room">
                {row.map((share, bin) => (
                  <i key={bin} style={{ height: `${(100 * Math.sqrt(share / most)).toFixed(0)}%` }} />
                ))}
                <span class="spread-mark" style={{ left: `${Number(digit) * 10}%` }} />
              </div>
            </div>
          );
        })}
      </div>
      <p>
        One number puts the digits in a row, as if a 4 lay between a 3 and a 5. In ink it doesn’t: a 4 looks
        like a 9, a 3 like an 8. Where two look alike but lie far apart on the scale, the loss is smallest in
        the middle, and the middle is neither. <b>Ten outputs</b> need no row.
      </p>
    </section>
  );
}
