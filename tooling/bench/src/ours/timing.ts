/** Milliseconds that `work` takes once. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Milliseconds that short work takes: the fastest of some stretches of about 2 of them, as what else the machine does only
 * adds to it. The peers' scripts measure alike.
 */
export function timedOften(work: () => unknown): number {
  let runs = 1;
  let fastest = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + 40; performance.now() < end; ) {
    const start = performance.now();
    for (let i = 0; i < runs; i++) work();
    const total = performance.now() - start;
    fastest = Math.min(fastest, total / runs);
    if (total < 2) runs *= 2;
  }
  return fastest;
}
