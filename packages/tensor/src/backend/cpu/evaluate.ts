import type {
  Applied,
  Called,
  ElementaryFunction,
  Expression,
  Operation,
} from "../../expression/expression.js";

/** Elements that are computed at a time. */
export const blockLength = 256;

type Block = Float64Array;
type Loop = (count: number, out: Block, a: Block, b: Block, c: Block) => void;

/** Each operation as a loop of its own: one loop that calls the operation would call it the slow way. */
const loops: Readonly<Record<Operation, Loop>> = {
  neg: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = -a[i]!;
  },
  abs: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.abs(a[i]!);
  },
  sqrt: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.sqrt(a[i]!);
  },
  floor: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.floor(a[i]!);
  },
  ceil: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.ceil(a[i]!);
  },
  round: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = roundHalfToEven(a[i]!);
  },
  trunc: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.trunc(a[i]!);
  },
  add: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]!;
  },
  sub: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! - b[i]!;
  },
  mul: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!;
  },
  div: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! / b[i]!;
  },
  maximum: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = Math.max(a[i]!, b[i]!);
  },
  minimum: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = Math.min(a[i]!, b[i]!);
  },
  bitwiseAnd: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! & b[i]!;
  },
  bitwiseOr: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! | b[i]!;
  },
  bitwiseXor: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! ^ b[i]!;
  },
  eq: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] === b[i] ? 1 : 0;
  },
  ne: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] !== b[i] ? 1 : 0;
  },
  lt: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! < b[i]! ? 1 : 0;
  },
  le: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! <= b[i]! ? 1 : 0;
  },
  gt: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! > b[i]! ? 1 : 0;
  },
  ge: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! >= b[i]! ? 1 : 0;
  },
  and: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!;
  },
  or: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = Math.max(a[i]!, b[i]!);
  },
  xor: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] !== b[i] ? 1 : 0;
  },
  select: (n, out, a, b, c) => {
    for (let i = 0; i < n; i++) out[i] = a[i] !== 0 ? b[i]! : c[i]!;
  },
};

const multiplyIntegers: Loop = (n, out, a, b) => {
  for (let i = 0; i < n; i++) out[i] = Math.imul(a[i]!, b[i]!);
};

function roundHalfToEven(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

function loopOfCall({ double, int32 = double }: ElementaryFunction, integers: boolean): Loop {
  const compute = integers ? int32 : double;
  return (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = compute(a[i]!, b[i]!);
  };
}

interface Step {
  readonly loop: Loop;
  readonly out: Block;
  readonly a: Block;
  readonly b: Block;
  readonly c: Block;
}

/** An expression made ready to be computed in float64, block by block. Truths count as 0 and 1. */
export interface Evaluation {
  /** Where the values of each operand are put. */
  readonly operands: readonly Block[];
  readonly result: Block;
  run(count: number): void;
}

/** Makes an expression ready; with `integers` products of int32 wrap around. */
export function evaluation(expression: Expression, arity: number, integers: boolean): Evaluation {
  const operands = Array.from({ length: arity }, () => new Float64Array(blockLength));
  const steps: Step[] = [];
  const known = new Map<Expression, Block>();
  const blockOf = (node: Expression): Block => {
    let block = known.get(node);
    if (block === undefined) {
      block = make(node);
      known.set(node, block);
    }
    return block;
  };
  const make = (node: Expression): Block => {
    if (node.kind === "operand") return operands[node.index]!;
    if (node.kind === "constant") return new Float64Array(blockLength).fill(node.value);
    const [a, b = a, c = a] = node.values.map(blockOf);
    const out = new Float64Array(blockLength);
    steps.push({ loop: loopOf(node, integers), out, a: a!, b: b!, c: c! });
    return out;
  };
  const result = blockOf(expression);
  const run = (count: number): void => {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!;
      step.loop(count, step.out, step.a, step.b, step.c);
    }
  };
  return { operands, result, run };
}

function loopOf(node: Applied | Called, integers: boolean): Loop {
  if (node.kind === "call") return loopOfCall(node.callee, integers);
  if (node.operation === "mul" && integers) return multiplyIntegers;
  const loop = loops[node.operation as Operation];
  if (loop === undefined) throw new RangeError(`${node.operation} has no meaning in float64`);
  return loop;
}
