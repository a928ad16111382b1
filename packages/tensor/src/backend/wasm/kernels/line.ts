import type { LineOperation } from "../../../ops/line-operation.js";
import type { Kernels } from "../engine/module.js";
import { type LineFields, lineModule, lineWords } from "../generator/line-kernel.js";
import type { Instruction } from "./instructions.js";
import { GENERATED } from "./pointwise.js";

/** Nanoseconds that a pass takes for one element. */
const PASS_COST = 0.5;

/** A line operation on lines in linear memory. Unit: a line. */
export function line(kernels: Kernels, op: LineOperation, fields: LineFields, lines: number): Instruction {
  const { index, record } = kernels.generated.kernel(`line ${op.name}`, () => ({
    bytes: lineModule(op, kernels.build === "relaxed-simd", kernels.isShared),
    calls: {},
  }));
  return {
    opcode: GENERATED,
    units: lines,
    nanoseconds: fields.columns * (op.folds.length + 1) * PASS_COST,
    together: 1,
    words: Int32Array.from([index, record, ...lineWords(fields)], (word) => word | 0),
  };
}
