import type { Job, Measurement } from "../job.js";

export const matmul: Job = {
  name: "matmul",
  title: "matmul: dense float32 products of square matrices",
  readsDigits: false,
  contestants: [
    { name: "ours", runtime: "ours", script: "matmul", threaded: true },
    { name: "128-bit limit", runtime: "ours", script: "limit", threaded: false },
    { name: "PyTorch", runtime: "python", script: "matmul", threaded: true },
    { name: "tfjs wasm", runtime: "peers", script: "tfjs-matmul", threaded: true, mostRounds: 3 },
  ],
  summarize,
};

/** GFLOP/s, and the share of what a loop of multiply-adds on registers reaches. */
function summarize(measurements: readonly Measurement[]): string[] {
  const of = (contestant: string, threads: number) =>
    measurements.filter((each) => each.contestant === contestant && each.threads === threads);
  const limits = of("128-bit limit", 1);
  const single = of("ours", 1).map(({ figure, best }) => {
    const limit = limits.find((each) => each.figure === figure);
    const rate = (2 * Number.parseInt(figure, 10) ** 3) / best / 1e6;
    return `${figure}: ${rate.toFixed(1)} GFLOP/s${limit ? `, ${((100 * limit.best) / best).toFixed(0)} % of the limit` : ""}`;
  });
  const double = of("ours", 2).map(({ figure, best }) => {
    const alone = of("ours", 1).find((each) => each.figure === figure)!;
    return `${figure}: ${(alone.best / best).toFixed(2)} ×`;
  });
  return [
    `One thread, best rounds: ${single.join("; ")}.`,
    ...(double.length > 0 ? [`Two threads beside one, best rounds: ${double.join("; ")}.`] : []),
  ];
}
