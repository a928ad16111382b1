import type { Instruction } from "./instructions.js";

/** What a step may do, with the numbers of pointwise-operations.ts in assembly/. Conditions count as 0 and 1. */
export const chainOperations = {
  copy: 0,
  neg: 1,
  abs: 2,
  sign: 3,
  square: 4,
  sqrt: 5,
  reciprocal: 6,
  exp: 7,
  log: 8,
  tanh: 9,
  sigmoid: 10,
  relu: 11,
  floor: 12,
  ceil: 13,
  round: 14,
  trunc: 15,
  add: 32,
  sub: 33,
  mul: 34,
  div: 35,
  maximum: 36,
  minimum: 37,
  eq: 38,
  ne: 39,
  lt: 40,
  le: 41,
  gt: 42,
  ge: 43,
  /** (condition, whenTrue, whenFalse) */
  where: 64,
  /** (a, b, c) ↦ a·b + c, rounded once or twice as the processor has it. */
  multiplyAdd: 65,
} as const;

export type ChainOperation = keyof typeof chainOperations;

export const operandKinds = { float32: 0, uint8: 1, int32: 2, bool: 3 } as const;

/**
 * A view of rows × columns elements in linear memory, strides in elements, 0 to repeat. With a period, row r is row
 * r mod period: the bias of channel r mod channels for rows of [batch·channels, height·width].
 */
export interface ChainOperand {
  readonly address: number;
  readonly kind: keyof typeof operandKinds;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly period?: number;
}

/** One operation on whole blocks. Slots are numbered inputs first, then outputs, then temporaries. */
export interface ChainStep {
  readonly operation: ChainOperation;
  readonly target: number;
  readonly operands: readonly number[];
}

export interface ChainParts {
  readonly rows: number;
  readonly columns: number;
  readonly inputs: readonly ChainOperand[];
  /** An output may be an input's own memory: each element is read before it is written. */
  readonly outputs: readonly ChainOperand[];
  readonly steps: readonly ChainStep[];
}

const OPCODE = 6;
/** Nanoseconds an element, of what most steps take and of those that take longer. */
const STEP_COST = 0.08;
const OPERAND_COST = 0.1;
const costs: Partial<Record<ChainOperation, number>> = {
  exp: 0.75,
  log: 0.9,
  tanh: 1.2,
  sigmoid: 1,
  div: 0.25,
  sqrt: 0.3,
};
/** Floats of a block. */
const BLOCK = 1024;
/** Steps run on whole groups of 16 floats; blocks of as many write their outputs in place. */
const GROUP = 16;
export const CHAIN_SLOTS = 200;

/**
 * A chain of pointwise steps, done block by block so that what lies between them stays in the cache.
 * @throws RangeError for more than 200 slots.
 */
export function chain({ rows, columns, inputs, outputs, steps }: ChainParts): Instruction {
  const highest = steps.reduce(
    (slot, { target }) => Math.max(slot, target),
    inputs.length + outputs.length - 1,
  );
  if (highest >= CHAIN_SLOTS)
    throw new RangeError(`chain: got ${highest + 1} slots; expected at most ${CHAIN_SLOTS}`);
  const blockColumns = Math.min(columns, BLOCK);
  const blockRows =
    blockColumns < columns ? 1 : wholeGroups(Math.floor(BLOCK / Math.max(1, columns)), columns, rows);
  const units = columns === 0 ? 0 : Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  const words = [rows, columns, blockRows, blockColumns, inputs.length, outputs.length, steps.length];
  for (const { address, kind, rowStride, columnStride, period = 0 } of [...inputs, ...outputs]) {
    const bytes = kind === "float32" || kind === "int32" ? 4 : 1;
    words.push(address, rowStride * bytes, columnStride * bytes, period, operandKinds[kind]);
  }
  for (const { operation, target, operands } of steps) {
    words.push(chainOperations[operation], target, operands[0] ?? 0, operands[1] ?? 0, operands[2] ?? 0);
  }
  const perElement = steps.reduce(
    (sum, { operation }) => sum + (costs[operation] ?? STEP_COST),
    OPERAND_COST,
  );
  const nanoseconds = blockRows * blockColumns * perElement;
  return {
    opcode: OPCODE,
    units,
    nanoseconds,
    together: 1,
    words: Int32Array.from(words, (word) => word | 0),
  };
}

/** The most rows, up to `most`, that make a block of whole groups, or else `most`. */
function wholeGroups(most: number, columns: number, rows: number): number {
  const limit = Math.max(1, Math.min(most, Math.max(1, rows)));
  for (let height = limit; height > limit / 2; height--) if ((height * columns) % GROUP === 0) return height;
  return limit;
}

/** The views of a chain whose operands all lie row-major without gaps: one long row. */
export function contiguous(address: number, kind: ChainOperand["kind"] = "float32"): ChainOperand {
  return { address, kind, rowStride: 0, columnStride: 1 };
}

/** One number for every element. */
export function scalar(address: number): ChainOperand {
  return { address, kind: "float32", rowStride: 0, columnStride: 0 };
}
