const interval = 20; // milliseconds
let last = 0;

/**
 * Lets timers, signals and the screen have a turn, if the last one was a while ago. A loop that only awaits finished
 * promises would keep them waiting to its end.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - last < interval) return;
  await new Promise<void>(takeTurn);
  last = performance.now();
}

/** Not by a timer where there is another way: it takes a millisecond at least, and in a browser soon four. */
function takeTurn(done: () => void): void {
  if (typeof setImmediate === "function") {
    setImmediate(done);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    done();
  };
  port2.postMessage(null);
}
