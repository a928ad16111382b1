import { request, surface, turned } from "./curve.js";

const names = ["a", "b", "c"] as const;
const longest = 62;

function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2).replace("-", "−") : "–";
}

/** How long an arrow is for a slope: a step of its scale for each power of ten. */
function reach(slope: number): number {
  return Math.min(Math.log10(1 + Math.abs(slope)) / 6, 1) * longest;
}

/** The three numbers that are learned, with an arrow each for where and how hard the loss pulls. */
export function DialRows() {
  const { gradient, best } = surface.value;
  const slopes = gradient(turned.value);
  return (
    <table class="dials">
      <thead>
        <tr>
          <th scope="col">dial</th>
          <th scope="col">now</th>
          <th scope="col">best</th>
          <th scope="col">pull of the loss</th>
        </tr>
      </thead>
      <tbody>
        {names.map((name, i) => {
          const slope = slopes[i]!;
          const length = reach(slope) * (slope > 0 ? -1 : 1);
          return (
            <tr key={name}>
              <th scope="row">
                {name}
                {request.value.scaled && <small> scaled</small>}
              </th>
              <td>{figure(turned.value[i]!)}</td>
              <td>{figure(best[i]!)}</td>
              <td>
                <svg
                  viewBox="-74 -12 148 24"
                  width="148"
                  height="24"
                  role="img"
                  aria-label={`${slope > 0 ? "down" : "up"}, slope ${slope.toPrecision(2)}`}
                >
                  <line class="dial-zero" x1="0" x2="0" y1="-8" y2="8" />
                  {Math.abs(length) > 0.5 && (
                    <>
                      <line class="dial-arrow" x1="0" x2={length} y1="0" y2="0" />
                      <path
                        class="dial-head"
                        d={`M${length + Math.sign(length) * 8} 0L${length} -5L${length} 5Z`}
                      />
                    </>
                  )}
                </svg>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
