import type { Job, Measurement } from "./job.js";
import type { JobResult } from "./run-job.js";

function milliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4);
}

/** How many times as long as `of` the peer's figure took: below 1 this one is faster. */
function ratios(of: Measurement, peer: Measurement): string {
  return `${(of.median / peer.median).toFixed(2)} (best ${(of.best / peer.best).toFixed(2)})`;
}

/** The job's table as Markdown, with what the first contestant's time is of each other's. */
export function tableOf({ title, measurements, absent, summary }: JobResult): string {
  const figures = [...new Set(measurements.map(({ figure }) => figure))];
  const rows = figures.flatMap((figure) => {
    const of = measurements.filter((each) => each.figure === figure);
    return of.map((each) => {
      const own =
        of.find(({ contestant, threads }) => contestant === of[0]!.contestant && threads === each.threads) ??
        of[0]!;
      return [
        each.contestant,
        String(each.threads),
        figure,
        milliseconds(each.median),
        milliseconds(each.best),
        String(each.rounds),
        each.isOurs ? "" : ratios(own, each),
      ];
    });
  });
  const head = ["", "threads", "figure", "median ms", "best ms", "rounds", "ours ÷ it"];
  const lines = [head, head.map((_, i) => (i === 0 || i === 2 ? "---" : "---:")), ...rows].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  const notes = [...summary, ...absent.map((each) => `Not measured: ${each}.`)];
  return [
    `### ${title}`,
    "",
    ...lines,
    ...(notes.length > 0 ? ["", ...notes.map((note) => `- ${note}`)] : []),
  ].join("\n");
}

/** Each target of a job and whether it is met, by the medians. */
export function targetsOf({ targets = [] }: Job, { measurements }: JobResult): string[] {
  return targets.flatMap(({ ours, peer, most }) =>
    measurements
      .filter(({ contestant }) => contestant === ours)
      .flatMap((own) => {
        const others = measurements.filter(
          ({ contestant, figure }) => contestant === peer && figure === own.figure,
        );
        const other =
          others.find(({ threads }) => threads === own.threads) ??
          (own.threads === 1 ? others[0] : undefined);
        if (other === undefined) return [];
        const ratio = own.median / other.median;
        const verdict = ratio <= most ? "met" : "NOT met";
        return [
          `${ours} ≤ ${most.toFixed(3)} × ${peer}, ${own.threads} thread(s): ${ratio.toFixed(3)}, ${verdict}`,
        ];
      }),
  );
}
