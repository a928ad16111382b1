import type { EventEmitter } from "node:events";
import { constants } from "node:os";

/** What asks a process to end: Ctrl-C, `docker stop` and the like, a terminal that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Ending = (typeof signals)[number] | "SIGPIPE";

/** What a shell is told of a process that a signal ended. */
export const statusOf = (ending: Ending): number => 128 + constants.signals[ending];

const showCursor = "\u001b[?25h";

function leave(ending: Ending): never {
  if (process.stderr.isTTY) process.stderr.write(`${showCursor}\r\n`);
  process.exit(statusOf(ending));
}

/** Told to whoever still has something to save; an event, as each bundle of the built tool has this module for itself. */
const pipeClosed = Symbol.for("mnist.pipeClosed");
const events: EventEmitter = process;

/** Whoever read the output may have seen enough: mnist … | head */
export function closedPipe(): void {
  if (!events.emit(pipeClosed)) process.exit(statusOf("SIGPIPE"));
}

export interface Interrupt {
  readonly signal: AbortSignal;
  /** What asked for the end; null while nothing has. */
  readonly ending: Ending | null;
  stop(): void;
}

/**
 * Aborted by a signal that asks the process to end, or when nobody reads its output any more. Until `stop` is called the
 * first ends the run cleanly; a second leaves at once.
 */
export function interrupted(onFirst: (ending: Ending) => void = () => {}): Interrupt {
  const controller = new AbortController();
  let ending: Ending | null = null;
  const end = (name: Ending): void => {
    if (ending !== null && name !== "SIGPIPE") leave(name);
    if (ending !== null) return;
    ending = name;
    controller.abort();
    if (name !== "SIGPIPE") onFirst(name);
  };
  const onPipe = (): void => end("SIGPIPE");
  for (const name of signals) process.on(name, end);
  events.on(pipeClosed, onPipe);
  return {
    signal: controller.signal,
    get ending() {
      return ending;
    },
    stop() {
      for (const name of signals) process.off(name, end);
      events.off(pipeClosed, onPipe);
    },
  };
}
