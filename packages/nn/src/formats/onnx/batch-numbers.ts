import { ArgumentError, type Tensor } from "@mnist/tensor";
import type { Run } from "./trace.js";

/**
 * The numbers among the tensors that a forward makes by itself which grow with the batch, as the count that a mean
 * divides by: each with what it is for a batch of one.
 *
 * @throws ArgumentError where another tensor made in a forward differs between the two runs.
 */
export async function readBatchNumbers(first: Run, second: Run): Promise<ReadonlyMap<Tensor, number>> {
  const made = new Set<Tensor>(first.inputs);
  const numbers = new Map<Tensor, number>();
  const [batch, otherBatch] = [first, second].map(({ inputs: [input] }) => input?.length ?? 1) as [
    number,
    number,
  ];
  for (const [i, step] of first.steps.entries()) {
    for (const [k, input] of step.inputs.entries()) {
      const twin = second.steps[i]?.inputs[k] ?? input;
      if (made.has(input) || twin === input || numbers.has(input)) continue;
      const [values, others] = await Promise.all([input.data(), twin.data()]);
      if (
        input.shape.join() === twin.shape.join() &&
        values.every((value, at) => Object.is(value, others[at]))
      )
        continue;
      const perSample = values[0]! / batch;
      if (input.ndim > 0 || perSample !== others[0]! / otherBatch) refuse(step.scope);
      numbers.set(input, perSample);
    }
    made.add(step.output);
  }
  return numbers;
}

function refuse(scope: string): never {
  throw new ArgumentError({
    operation: "exportOnnx",
    got: `a tensor that depends on the batch, made in ${scope || "the model"}`,
    expected: "one that does not",
    hint: "Try { dynamicBatch: false }.",
  });
}
