const ticks = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The one output of `digits-scalar` on its scale from 0 to 10. */
export function NumberLine({ value }: { readonly value: number | null }) {
  return (
    <div
      class="number-line"
      role="img"
      aria-label={value === null ? "A scale from 0 to 10" : `${value.toFixed(1)} on a scale from 0 to 10`}
    >
      <div class="number-line-room">
        {value !== null && (
          <span class="number-line-mark" style={{ left: `${10 * value}%` }}>
            {value.toFixed(1)}
          </span>
        )}
      </div>
      <div class="number-line-ticks">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${10 * tick}%` }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
