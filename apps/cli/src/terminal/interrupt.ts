/** What asks a process to end: Ctrl-C, `docker stop` and the like, a terminal that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Aborted by a signal that asks the process to end. Until `stop` is called the first ends the run cleanly; a second kills. */
export function interrupted(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    controller.abort();
    stop();
  };
  const stop = (): void => {
    for (const name of signals) process.off(name, onSignal);
  };
  for (const name of signals) process.on(name, onSignal);
  return { signal: controller.signal, stop };
}
