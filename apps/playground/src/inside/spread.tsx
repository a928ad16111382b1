import type { Check } from "../worker/protocol.js";

/** Where the one output lands for each digit. */
export function Spread({ check }: { readonly check: Check }) {
  const { classes, spread } = check;
  if (spread === null) return null;
  const most = Math.max(...spread.flat(), 1e-6);
  return (
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
            <span class="spread-mean" aria-hidden="true">
              {mean.toFixed(1)}
            </span>
          </div>
        );
      })}
      <div class="spread-scale" aria-hidden="true">
        {[0, 2, 4, 6, 8, 10].map((tick) => (
          <span key={tick} style={{ left: `${tick * 10}%` }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
