import { createInterface } from "node:readline";

export type Figures = Record<string, number>;

export interface Served {
  round(): Figures | Promise<Figures>;
  readonly about?: Record<string, string | number>;
}

/** Warms up, then answers every line on standard input with one round's figures. */
export async function serve({ round, about = {} }: Served): Promise<void> {
  await round();
  await round();
  await new Promise((resolve) => setTimeout(resolve, 300)); // the optimising compilers work in the background
  console.log(JSON.stringify(about));
  for await (const _line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await round()));
}

/** Milliseconds that `work` takes once. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds that `work` takes, over as many runs as fill about 20 of them. */
export function timedOften(work: () => unknown): number {
  let [runs, total] = [1, 0];
  for (;;) {
    const start = performance.now();
    for (let i = 0; i < runs; i++) work();
    total = performance.now() - start;
    if (total >= 20) return total / runs;
    runs = Math.ceil(runs * Math.min(10, 25 / Math.max(total, 1)));
  }
}
