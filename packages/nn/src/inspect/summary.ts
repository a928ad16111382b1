import { noGradNow } from "@mnist/autograd/internal";
import type { Tensor } from "@mnist/tensor";
import { kinds, tensorsIn } from "@mnist/tensor/internal";
import type { AnyModule } from "../any-module.js";
import { Conv1d, Conv2d } from "../layers/convolution.js";
import { Linear } from "../layers/linear.js";
import { Parameter } from "../parameter.js";
import { aroundForward, call, type ExampleInputs, inEval, toInputs } from "./observe.js";
import { printSummary } from "./print-summary.js";
import type { Summary, SummaryRow } from "./summary-row.js";

function bytes(tensor: Tensor): number {
  return tensor.numel() * kinds[tensor.dtype].bytes;
}

function total<T>(values: Iterable<T>, size: (value: T) => number): number {
  let sum = 0;
  for (const value of values) sum += size(value);
  return sum;
}

/** How often a call uses each of the module's own parameters. */
function uses(module: AnyModule, output: Tensor | null): number {
  if (output === null) return 1;
  if (module instanceof Conv1d || module instanceof Conv2d) return output.numel() / module.outChannels;
  if (module instanceof Linear) return output.numel() / module.outFeatures;
  return output.shape[0] ?? 1;
}

/**
 * Layers, output shapes, parameters and multiply-adds of a model, found by running it once on zeros in `eval`. Printed,
 * it is torchinfo's table.
 *
 * @param inputs the shape of a float32 input, its batch first, or inputs themselves, whatever the model takes.
 * @source torchinfo.summary
 * @example
 * const { totalParams } = summary(new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10)), [1, 784]);
 * totalParams // 79510
 */
export function summary(model: AnyModule, inputs: ExampleInputs | readonly unknown[]): Summary {
  const given = toInputs(model, inputs);
  const calls = inEval(model, () => watchCalls(model, given));
  const seen = new Set<AnyModule>();
  const rows = calls.map(({ module, name, depth, output }): SummaryRow => {
    const params = total(Object.values(module), (value) => (value instanceof Parameter ? value.numel() : 0));
    const isRecursive = seen.has(module);
    seen.add(module);
    const multAdds = params * uses(module, output);
    const type = module.constructor.name;
    return { name, type, depth, outputShape: output?.shape ?? [], params, multAdds, isRecursive };
  });
  const parameters = model.parameters();
  const learning = calls.filter((_, i) => rows[i]!.params > 0);
  const found = {
    rows,
    totalParams: total(parameters, (parameter) => parameter.numel()),
    trainableParams: total(parameters, (parameter) => (parameter.requiresGrad ? parameter.numel() : 0)),
    totalMultAdds: total(rows, ({ multAdds }) => multAdds),
    inputBytes: total(tensorsIn(given), bytes),
    passBytes: total(learning, ({ output }) => (output === null ? 0 : 2 * bytes(output))),
    paramBytes: total(parameters, bytes),
  };
  return { ...found, toString: () => printSummary(found) };
}

interface Call {
  readonly module: AnyModule;
  readonly name: string;
  readonly depth: number;
  /** The first tensor that it answered; null where there was none. */
  readonly output: Tensor | null;
}

function watchCalls(model: AnyModule, inputs: readonly unknown[]): Call[] {
  const calls: Call[] = [];
  let depth = 0;
  const restore = model.namedModules().map(([name, module]) =>
    aroundForward(module, (forward, given) => {
      const place = calls.length;
      calls.length++;
      depth++;
      try {
        const output = forward(...given);
        const [first = null] = tensorsIn(output);
        calls[place] = { module, name, depth: depth - 1, output: first };
        return output;
      } finally {
        depth--;
      }
    }),
  );
  try {
    noGradNow(() => call(model, inputs));
    return calls;
  } finally {
    for (const undo of restore) undo();
  }
}
