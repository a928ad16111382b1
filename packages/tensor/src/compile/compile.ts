import { ArgumentError } from "../errors.js";
import { interceptedBy, interceptor } from "../interceptor.js";
import { shown } from "../options.js";
import { Tensor } from "../tensor.js";
import { Ending, wantedOf } from "./ending.js";
import { Recordings, type Start } from "./recordings.js";
import { StepRun } from "./step-run.js";

/** A step that is recorded once for each way it takes, and replayed wherever it takes it again. */
export interface CompiledStep {
  (...inputs: Tensor[]): Tensor[];
  /** What was recorded, fused and left to JavaScript, with memory and operations, or why a step is not replayed. */
  explain(): string;
  /** Gives the memory back. */
  release(): void;
}

type Step = (...inputs: Tensor[]) => readonly Tensor[];

/**
 * Turns a step (forward, backward, update) into a program: buffers planned once, pointwise chains fused. The function
 * runs at every call, but its tensor operations are not done: they are compared with those recorded, and where all are
 * the same the program does them at once. Numbers may differ, and are handed to the program: a rate, a weight. Where an
 * operation differs, what came before it is done, and the run goes on as it is and is recorded as another way.
 *
 * A step may do what it likes outside tensors; a run that reads a value which it made itself is done as it is. Tensors
 * from outside (parameters, optimiser state) are read and changed in place. Of what a step makes, what it returns, what
 * `keep` was called with, and the gradients left in `grad` can be used afterwards.
 *
 * @throws ArgumentError, at a call, where the step returns no array: a tensor alone, or a promise.
 * @example
 * const step = compile((x) => [x.mul(2).add(1)]);
 * step(tensor([1, 2]))[0].arraySync() // [3, 5]
 */
export function compile(given: Step): CompiledStep {
  const step: Step = (...inputs) => checkedOutputs(given(...inputs));
  const recordings = new Recordings();
  const run = (...inputs: Tensor[]): Tensor[] => {
    requireTensors(
      inputs,
      "the argument",
      "a step is called with tensors alone: what else it uses can be captured",
    );
    if (interceptor !== null) return [...step(...inputs)]; // part of the step that calls it
    const start = recordings.start(inputs);
    if (!recordings.isWorthwhile(start, inputs)) return [...step(...inputs)];
    return runFrom(start, step, inputs, recordings);
  };
  return Object.assign(run, {
    explain: () => recordings.explain(),
    release: () => recordings.release(),
  });
}

function requireTensors(values: readonly unknown[], role: string, expected: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value instanceof Tensor) continue;
    throw new ArgumentError({ operation: "compile", got: `${shown(value)} as ${role} ${i}`, expected });
  }
}

function checkedOutputs(outputs: readonly Tensor[]): readonly Tensor[] {
  if (Array.isArray(outputs)) {
    requireTensors(outputs, "the result", "tensors alone, such as [loss]");
    return outputs;
  }
  throw new ArgumentError({
    operation: "compile",
    got: `a step that returns ${(outputs as unknown) instanceof Promise ? "a promise" : "no array"}`,
    expected: "an array of tensors, such as [loss], from a function that waits for nothing",
  });
}

function runFrom(start: Start, step: Step, given: readonly Tensor[], recordings: Recordings): Tensor[] {
  const run = new StepRun(start, start.device, given);
  try {
    const outputs = runStep(run, step, given);
    finish(run, outputs, recordings);
    start.refusal = run.refusal ?? start.refusal;
    return outputs.map((output) => given[run.arguments.indexOf(output)] ?? output);
  } finally {
    run.close();
  }
}

/** An argument of which the step wants a gradient has it afterwards. */
function handTapesBack(run: StepRun, given: readonly Tensor[]): void {
  run.arguments.forEach(({ tape }, i) => {
    if (tape === null) return;
    if (given.indexOf(given[i]!) !== given.lastIndexOf(given[i]!)) {
      throw new ArgumentError({
        operation: "compile",
        got: "a step that asks for the gradient of a tensor which it was given twice",
        expected: "such a tensor once",
        hint: "Try requiresGrad_() before the call: the step is then done as it is.",
      });
    }
    given[i]!.tape = tape;
  });
}

function runStep(run: StepRun, step: Step, given: readonly Tensor[]): readonly Tensor[] {
  try {
    const outputs = interceptedBy(run, () => step(...run.arguments));
    handTapesBack(run, given);
    return outputs;
  } catch (error) {
    run.depart();
    throw error;
  }
}

/** Has the program do what the run only followed, or makes a program of a run that was done. */
function finish(run: StepRun, outputs: readonly Tensor[], recordings: Recordings): void {
  const wanted = wantedOf(run, outputs);
  const ending = run.isFollowing ? run.at.endings.find((each) => isSame(each.wanted, wanted)) : undefined;
  if (ending?.isReplayable) {
    ending.replay(run);
    recordings.noteReplay(ending);
    return;
  }
  run.depart();
  if (ending !== undefined || !recordings.spendPatience() || run.refusal !== null) return;
  const made = new Ending(run, run.path.at(-1) ?? run.at, wanted);
  if (made.isAtOdds) {
    made.release();
    return;
  }
  recordings.add(run, made);
  run.ending = made;
  if (!made.isReplayable) return;
  run.undo();
  made.replay(run);
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, i) => value === right[i]);
}
