const interval = 20; // milliseconds
let last = 0;

/**
 * Lets timers, signals and the screen have a turn, if the last one was a while ago. A loop that only awaits finished
 * promises would keep them waiting to its end.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - last < interval) return;
  await new Promise((resolve) => setTimeout(resolve));
  last = performance.now();
}
