import { ArgumentError, ShapeError, Tensor } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";

/** What a function is to answer, and what to call it in messages: "loss crossEntropy". */
function nameOf(kind: string, made: unknown, name: unknown): string {
  const called = typeof name === "string" && name !== "" ? name : (made as { name?: unknown } | null)?.name;
  const ofClass = (made as object | null)?.constructor?.name;
  const plain = typeof called === "string" ? called : ofClass?.endsWith("Function") ? "" : ofClass;
  return plain ? `${kind} ${plain}` : kind;
}

/** A figure that a function of the user's answered. @throws ArgumentError where it is no tensor. */
export function tensorFrom(kind: "loss" | "metric", made: unknown, value: unknown, name?: string): Tensor {
  if (value instanceof Tensor) return value;
  const isLater = typeof (value as { then?: unknown } | null | undefined)?.then === "function";
  throw new ArgumentError({
    operation: nameOf(kind, made, name),
    got: `${isLater ? "a promise" : shown(value)} as what it returns for a batch`,
    expected: "a tensor of one element",
    hint: hintFor(kind, value, isLater),
  });
}

function hintFor(kind: "loss" | "metric", value: unknown, isLater: boolean): string {
  if (isLater) return "Compute with tensors alone, in a function that is not async and awaits nothing.";
  if (value === undefined || value === null) return "Does the function return something in each case?";
  if (typeof value !== "number") return "Return a tensor, say the mean of the samples' figures.";
  return kind === "loss"
    ? "A number has no gradient: return the tensor itself, without itemSync()."
    : "Return the tensor itself, without itemSync(), or tensor(value).";
}

/** What a metric came to over a validation. @throws ArgumentError where that is no number. */
export async function numberFrom(metric: {
  readonly name: string;
  value(): Promise<number>;
}): Promise<number> {
  const value: unknown = await metric.value();
  if (typeof value === "number") return value;
  throw new ArgumentError({
    operation: `metric ${metric.name}`,
    got: `${shown(value)} as its value`,
    expected: "a number",
    ...(value instanceof Tensor && { hint: "Try return tensor.item()." }),
  });
}

/** A figure that is one number. @throws ArgumentError where it is no tensor; ShapeError where it has more elements or none. */
export function oneElement(kind: "loss" | "metric", made: unknown, value: unknown, name?: string): Tensor {
  const tensor = tensorFrom(kind, made, value, name);
  if (tensor.numel() === 1) return tensor;
  throw new ShapeError({
    operation: nameOf(kind, made, name),
    got: `a tensor of shape [${tensor.shape.join(", ")}] as what it returns for a batch`,
    expected: "a tensor of one element",
    hint: "Try .mean().",
  });
}
