import { GradientError, isFloat, type Tensor } from "@mnist/tensor";
import { readNow } from "@mnist/tensor/internal";
import type { GradientStep } from "./node.js";

let detecting = false;
/** Inside a rule: a NaN of its operations shows in its answers, and is told of the operation that the rule belongs to. */
let inRule = false;

/** Whether NaN is being looked for. @source torch.is_anomaly_enabled */
export function isAnomalyDetectionEnabled(): boolean {
  return detecting;
}

/**
 * Turns the search for NaN on or off: every recorded call is checked as it is made and every gradient as it is passed on,
 * which reads all values and is slow. The first NaN throws, naming the operation and the line that called it.
 *
 * @source torch.autograd.set_detect_anomaly
 */
export function setDetectAnomaly(enabled: boolean): void {
  detecting = enabled;
}

/**
 * Runs `work`, a plain or an async function, with the search for NaN on. Forward and backward pass both belong inside.
 *
 * @throws GradientError that names the operation that first made a NaN, in its output or in a gradient, and the line
 * that called it.
 * @source torch.autograd.detect_anomaly
 * @example
 * const x = tensor([1, 4]).requiresGrad_();
 * detectAnomaly(() => x.sqrt().sum().backward()); // with −1 in x, GradientError: sqrt: got a NaN in its output …
 */
export function detectAnomaly<T>(work: () => T): T {
  const before = detecting;
  const restore = () => {
    detecting = before;
  };
  detecting = true;
  let result: T;
  try {
    result = work();
  } catch (error) {
    restore();
    throw error;
  }
  if (result instanceof Promise) return result.finally(restore) as T;
  restore();
  return result;
}

const depth = 60; // frames; the engine's usual ten can all lie within layers

/** Where the running call comes from; null while NaN is not being looked for. */
export function callStack(): string | null {
  if (!detecting) return null;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  const { stack } = new Error("recorded here");
  Error.stackTraceLimit = limit;
  return stack ?? null;
}

/** Where these packages lie side by side when they run from their sources; elsewhere this file's own address. */
const sources = (import.meta.url ?? "").replace(/^file:\/\//, "").replace(/autograd\/src\/[^/]*$/, "");

function isOwn(frame: string): boolean {
  if (frame.includes("/node_modules/@mnist/")) return true;
  return sources.endsWith("/packages/") && frame.includes(sources) && !frame.includes(".test.");
}

/** The innermost frame of a call stack that lies outside these packages. */
function callersLine(stack: string): string {
  const frames = stack.split("\n").slice(1);
  const frame = frames.find((each) => !isOwn(each)) ?? frames.at(-1) ?? "";
  return frame.trim().replace(/^at /, "");
}

function holdsNaN(tensor: Tensor): boolean {
  return isFloat(tensor.dtype) && readNow(tensor, "detectAnomaly").some(Number.isNaN);
}

function report(operation: string, got: string, origin: string | null): never {
  const called = origin === null ? null : callersLine(origin);
  throw new GradientError(
    {
      operation,
      got,
      expected: "numbers",
      hint:
        called === null
          ? "Run the forward pass inside detectAnomaly too, to see where it was called."
          : `It was called at ${called}.`,
    },
    origin === null ? undefined : { cause: new Error(origin) },
  );
}

/** Throws where a call made a NaN out of inputs that hold none. */
export function checkOutput(operation: string, inputs: readonly Tensor[], output: Tensor): void {
  if (!detecting || inRule || inputs.length === 0 || !holdsNaN(output) || inputs.some(holdsNaN)) return;
  const shape = `[${output.shape.join(", ")}]`;
  report(operation, `a NaN in its output of shape ${shape}, though no input holds one`, callStack());
}

/** A rule's answers; throws where it made a NaN out of a gradient that holds none. */
export function answersOf(step: GradientStep, gradient: Tensor): readonly (Tensor | null)[] {
  if (!detecting) return step.answer(gradient);
  inRule = true;
  try {
    const answers = step.answer(gradient);
    if (!holdsNaN(gradient)) checkAnswers(step, answers);
    return answers;
  } finally {
    inRule = false;
  }
}

function checkAnswers(step: GradientStep, answers: readonly (Tensor | null)[]): void {
  const position = answers.findIndex((answer, i) => step.parents[i] && answer && holdsNaN(answer));
  if (position < 0) return;
  const got = `a NaN in the gradient of input ${position}, though none came in`;
  report(`backward of ${step.name}`, got, step.origin);
}
