import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Contestant, isOurs } from "./job.js";

const here = dirname(fileURLToPath(import.meta.url));

export interface Surroundings {
  /** A Python with PyTorch, where there is one. */
  readonly python: string | null;
  readonly hasPeers: boolean;
  /** Where a Chrome with WebGPU listens, where there is one. */
  readonly chrome: string | null;
  /** A folder with MNIST's four IDX files, or drawn digits in their form. */
  readonly digits: string;
}

/** Why a contestant cannot take part, or null. */
export function absence(contestant: Contestant, { python, hasPeers, chrome }: Surroundings): string | null {
  const { runtime } = contestant;
  if (runtime === "python") return python === null ? "no Python with PyTorch was found" : null;
  if (runtime === "browser" && chrome === null) return "no Chrome with WebGPU was found";
  return isOurs(contestant) || hasPeers ? null : "the JavaScript peers are not installed";
}

function commandOf({ runtime, script, settings = [] }: Contestant, { python }: Surroundings): string[] {
  if (runtime === "python") return [python!, join(here, `../peers/torch/${script}.py`), ...settings];
  if (runtime === "peers")
    return [process.execPath, join(here, `../peers/javascript/${script}.js`), ...settings];
  const ours = [process.execPath, ...process.execArgv];
  if (runtime === "browser") return [...ours, join(here, "browser/contestant.ts"), script, ...settings];
  return [...ours, join(here, `ours/${script}.ts`), ...settings];
}

/** A contestant's process. It says what it is when it is set up, and answers each line it is sent with one round's figures. */
export class ContestantProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaints = "";

  constructor(
    readonly contestant: Contestant,
    readonly threads: number,
    surroundings: Surroundings,
  ) {
    const [command, ...args] = commandOf(contestant, surroundings);
    this.#child = spawn(command!, args, {
      env: {
        ...process.env,
        MNIST_HOME: surroundings.digits,
        MNIST_THREADS: String(threads),
        ...(surroundings.chrome !== null && { MNIST_CHROME: surroundings.chrome }),
        OMP_NUM_THREADS: String(threads),
        OPENBLAS_NUM_THREADS: String(threads),
      },
    });
    this.#child.stderr.on("data", (chunk) => {
      this.#complaints += chunk;
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Waits until it is set up and warm; answers what it says of itself. */
  ready(): Promise<Record<string, string | number>> {
    return this.#next<Record<string, string | number>>();
  }

  /** Milliseconds by figure, as the contestant took them itself. */
  round(): Promise<Record<string, number>> {
    this.#child.stdin.write("round\n");
    return this.#next<Record<string, number>>();
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    await closed;
  }

  async #next<T>(): Promise<T> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(firstComplaint(this.#complaints));
      if (value.startsWith("{")) return JSON.parse(value) as T;
    }
  }
}

/** The line that names the error, without where it came from. */
function firstComplaint(text: string): string {
  const lines = text.split("\n");
  return (lines.find((line) => /^(page\.\w+: )?\w*Error\b/.test(line)) ?? lines.at(-2) ?? "it ended").trim();
}
