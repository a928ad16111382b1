import { type ChildProcess, fork } from "node:child_process";
import { MnistError } from "@mnist/tensor";
import type { CheckpointStore } from "./checkpoint-store.js";
import { RefusedTrialError, type TrialExecutor, type TrialOutcome, type TrialTask } from "./trial.js";
import type { FromProcess, ToProcess } from "./trial-process.js";

export interface LocalProcessesOptions {
  /** A module that calls `serveTrials`, */
  readonly module: string;
  /** and what it is called with. */
  readonly args?: readonly string[];
  /** How many at once. */
  readonly count: number;
  readonly checkpoints: CheckpointStore;
  /** Told of processes that died and trials that go on elsewhere. */
  readonly onNotice?: (text: string) => void;
}

/** A process that ended in the middle of a trial. */
class DiedError extends MnistError {
  static override readonly name: string = "DiedError";
}

/** How often a trial's process may die before the trial is given up. */
const mostDeaths = 5;

/** Trains trials in processes of this machine; one that dies is replaced, and its trial goes on from its checkpoint. */
export class LocalProcesses implements TrialExecutor {
  static readonly name: string = "LocalProcesses";

  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();
  readonly #waiting: ((free: ChildProcess) => void)[] = [];
  readonly #options: LocalProcessesOptions;
  #isClosed = false;

  constructor(options: LocalProcessesOptions) {
    this.#options = options;
  }

  get parallel(): number {
    return this.#options.count;
  }

  async run(task: TrialTask): Promise<TrialOutcome> {
    for (let deaths = 0; ; deaths++) {
      const child = await this.#take();
      try {
        const checkpoint = await this.#options.checkpoints.read(task);
        return await this.#runIn(child, { task, checkpoint });
      } catch (error) {
        if (this.#isClosed || !(error instanceof DiedError) || deaths >= mostDeaths) throw error;
        this.#options.onNotice?.(`${error.message} It goes on from its latest epoch.`);
      } finally {
        this.#free(child);
      }
    }
  }

  /** Ends the processes; trials under way are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const gone = [...this.#all].map(
      (child) =>
        new Promise<void>((resolve) => (isOver(child) ? resolve() : child.once("exit", () => resolve()))),
    );
    for (const child of this.#all) child.kill("SIGKILL");
    await Promise.all(gone);
  }

  #take(): Promise<ChildProcess> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle);
    if (this.#all.size < this.#options.count) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #free(child: ChildProcess): void {
    if (this.#isClosed) return;
    let free = child;
    if (isOver(child)) {
      this.#all.delete(child);
      if (this.#waiting.length === 0) return;
      free = this.#start();
    }
    const next = this.#waiting.shift();
    if (next) next(free);
    else this.#idle.push(free);
  }

  #start(): ChildProcess {
    const { module, args = [] } = this.#options;
    const child = fork(module, args, {
      serialization: "advanced",
      // As many trainings as cores leave none for a training's own threads; the bits are the same with any number.
      env: { ...process.env, MNIST_THREADS: process.env.MNIST_THREADS ?? "1" },
    });
    this.#all.add(child);
    return child;
  }

  #runIn(child: ChildProcess, message: ToProcess): Promise<TrialOutcome> {
    const { checkpoints } = this.#options;
    const { task } = message;
    return new Promise((resolve, reject) => {
      let saved: Promise<void> = Promise.resolve();
      const settle = (end: () => void): void => {
        child.off("message", onMessage);
        child.off("exit", onExit);
        void saved.then(end, reject);
      };
      const onMessage = (answer: FromProcess): void => {
        if (answer.kind === "epoch") saved = saved.then(() => checkpoints.write(task, answer.state));
        else if (answer.kind === "done") settle(() => resolve(answer.outcome));
        else if (answer.kind === "refused") settle(() => reject(new RefusedTrialError(answer.message)));
        else if (answer.kind === "failed") settle(() => reject(new MnistError(answer.message)));
      };
      const onExit = (code: number | null, signal: NodeJS.Signals | null): void =>
        settle(() => reject(new DiedError(`The process of trial ${task.trial} ended (${signal ?? code}).`)));
      child.on("message", onMessage);
      child.once("exit", onExit);
      if (isOver(child)) onExit(child.exitCode, child.signalCode);
      else child.send(message);
    });
  }
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
