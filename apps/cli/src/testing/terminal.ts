import { setTimeout as sleep } from "node:timers/promises";
import type { IPty } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { mnistCommand, root, surroundings } from "./run-mnist.js";

const pseudoTerminals = await import("@lydell/node-pty").catch(() => null);

/** Why there is no pseudo-terminal to test with, or null. */
export const missingTerminal =
  pseudoTerminals === null
    ? `no pseudo-terminal for ${process.platform} ${process.arch} (@lydell/node-pty)`
    : null;

export interface Ended {
  readonly status: number;
}

const running = new Set<IPty>();

/** Ends whatever a test has left running. */
export function endAll(): void {
  for (const each of running) each.kill("SIGKILL");
}

/** Without the variables that are undefined, which a pseudo-terminal would set to that word. */
function present(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

/** A terminal in which the command line tool runs: all that was written to it, and what a person sees of that. */
export class TestTerminal {
  /** What was written, with its control codes. */
  written = "";
  readonly ended: Promise<Ended>;
  readonly #process: IPty;
  readonly #screen: InstanceType<typeof xterm.Terminal>;

  constructor(
    args: readonly string[],
    { columns = 80, env = {} }: { readonly columns?: number; readonly env?: NodeJS.ProcessEnv } = {},
  ) {
    const size = { cols: columns, rows: 40 };
    this.#screen = new xterm.Terminal({ ...size, allowProposedApi: true, scrollback: 1000 });
    this.#process = pseudoTerminals!.spawn(process.execPath, mnistCommand(args), {
      ...size,
      name: "xterm-256color",
      cwd: root,
      env: present({ ...surroundings(), CI: undefined, ...env }),
    });
    running.add(this.#process);
    this.#process.onData((text) => {
      this.written += text;
      this.#screen.write(text);
    });
    this.ended = new Promise((resolve) => {
      this.#process.onExit(({ exitCode, signal }) => {
        running.delete(this.#process);
        // The last of what was written comes after the news of the end.
        setTimeout(() => resolve({ status: signal ? 128 + signal : exitCode }), 100);
      });
    });
  }

  /** Keys that are pressed, such as "\u0003" for Ctrl-C. */
  press(keys: string): void {
    this.#process.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  resize(columns: number): void {
    this.#process.resize(columns, 40);
    this.#screen.resize(columns, 40);
  }

  /** Waits until something was written. @throws Error with the screen where the tool ends before. */
  async until(words: RegExp, from = 0): Promise<void> {
    while (!words.test(this.written.slice(from))) {
      if (!running.has(this.#process)) throw new Error(`${words} was never written:\n${await this.screen()}`);
      await sleep(10);
    }
  }

  /** The lines that a person sees, and those that have scrolled away. */
  async screen(): Promise<string> {
    await new Promise<void>((resolve) => this.#screen.write("", resolve));
    const { active } = this.#screen.buffer;
    const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i)!.translateToString(true));
    return lines.join("\n").trimEnd();
  }
}
