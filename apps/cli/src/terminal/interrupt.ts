/** A signal that Ctrl-C sets off. Until `stop` is called the first one ends the run cleanly; a second kills as usual. */
export function interrupted(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    controller.abort();
    stop();
  };
  const stop = (): void => void process.off("SIGINT", onInterrupt);
  process.on("SIGINT", onInterrupt);
  return { signal: controller.signal, stop };
}
