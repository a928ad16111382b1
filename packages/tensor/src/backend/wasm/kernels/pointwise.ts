import type { Value } from "../../../expression/typed.js";
import type { GeneratedKernel } from "../engine/generated.js";
import type { Kernels } from "../engine/module.js";
import {
  type PointwiseFields,
  type PointwiseKernel,
  pointwiseModule,
  pointwiseUnits,
  pointwiseWords,
} from "../generator/pointwise-kernel.js";
import { importsOf, partsOf } from "../generator/write-value.js";
import type { Instruction } from "./instructions.js";

/** Of all generated kernels. */
export const GENERATED = 6;
/** Nanoseconds an element, of reading or computing one part and of a call of a JavaScript function. */
const PART_COST = 0.08;
const CALL_COST = 15;
/** Columns that are shared out together. */
export const SEGMENT = 4096;

/** A generated kernel applied to operands in linear memory. Unit: a row, or a segment of one. */
export function pointwise(kernels: Kernels, kernel: PointwiseKernel, fields: PointwiseFields): Instruction {
  const { index, record, isAlone } = generated(kernels, kernel);
  const units = pointwiseUnits(fields);
  return {
    opcode: GENERATED,
    units,
    nanoseconds: Math.min(fields.columns, fields.segment) * costOf(kernel),
    together: isAlone ? Math.max(1, units) : 1,
    words: Int32Array.from([index, record, ...pointwiseWords(fields)], (word) => word | 0),
  };
}

function generated(kernels: Kernels, kernel: PointwiseKernel): GeneratedKernel {
  return kernels.generated.kernel(keyOf(kernel), () => ({
    bytes: pointwiseModule(kernel, kernels.build === "relaxed-simd", kernels.isShared),
    calls: importsOf(kernel.outputs.map(({ value }) => value)),
  }));
}

function costOf({ outputs }: PointwiseKernel): number {
  let cost = 0;
  for (const part of partsOf(outputs.map(({ value }) => value)))
    cost += part.kind === "call" ? CALL_COST : PART_COST;
  return cost;
}

/** Text that is the same for kernels that are alike. */
function keyOf({ inputs, outputs, outerAxes }: PointwiseKernel): string {
  const numbers = new Map<Value, number>();
  const texts: string[] = [];
  for (const part of partsOf(outputs.map(({ value }) => value))) {
    numbers.set(part, numbers.size);
    texts.push(textOf(part, numbers));
  }
  const operands = [...inputs, ...outputs].map(({ kind, access }) => `${kind} ${access}`);
  const results = outputs.map(({ value }) => numbers.get(value));
  return `${outerAxes};${inputs.length};${operands.join()};${results.join()};${texts.join(";")}`;
}

function textOf(part: Value, numbers: ReadonlyMap<Value, number>): string {
  if (part.kind === "input") return `${part.type}#${part.index}`;
  if (part.kind === "constant") return `${part.type}=${Object.is(part.value, -0) ? "-0" : part.value}`;
  const name = part.kind === "call" ? `${part.callee.name}()` : part.operation;
  return `${part.type} ${name} ${part.values.map((value) => numbers.get(value)).join(" ")}`;
}
