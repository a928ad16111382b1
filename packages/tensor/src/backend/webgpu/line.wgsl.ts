import { inputValue, typedTogether, type Value } from "../../expression/typed.js";
import type { Fold, LineAttributes, LineOperation } from "../../ops/line-operation.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { writeExpression, writeOperation } from "./expression.wgsl.js";
import { groupSize, type Kernel, kernelNamed } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { lanesFor } from "./reduce.wgsl.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { ...lineFields, epsilon: 1 };
const epsilonBits = new Int32Array(1);
const epsilonValue = new Float32Array(epsilonBits.buffer);

/** A line operation: a workgroup to a line, or a thread where lines are short. */
export function line(
  commands: Commands,
  op: LineOperation,
  inputs: readonly Tensor[],
  { epsilon = 0 }: LineAttributes,
  output: Tensor,
): void {
  const [first] = inputs as [Tensor];
  const numbers = linesOf(op.name, first.ndim - 1, first.shape, inputs);
  if (numbers.lines === 0) return;
  epsilonValue[0] = epsilon;
  const operands = [output, ...inputs].map(bufferOf);
  const isShared = lanesFor(numbers.length, commands.processor) > 1;
  const groups = isShared ? numbers.lines : Math.ceil(numbers.lines / groupSize);
  commands.run(kernelFor(op, isShared), { ...numbers, epsilon: epsilonBits[0]! }, operands, groups);
}

function kernelFor(op: LineOperation, isShared: boolean): Kernel<typeof fields> {
  const line = isShared ? "group" : "thread";
  return kernelNamed(`line ${op.name} of a ${line}`, () => {
    const count = op.arity + 2 + op.folds.length;
    const inputs = Array.from({ length: count }, (_, index) => inputValue(index, "float32"));
    const values = typedTogether([...op.folds.map(({ of }) => of), op.result], "float32", inputs);
    const names = namesOf(op);
    const walked = { arity: op.arity, isShared };
    const folds = op.folds.map((fold, i) => foldOf(fold, `fold${i}`, values[i]!, names, walked));
    const result = writeExpression(values.at(-1)!, names);
    const store = (place: string): string =>
      `${result.statements.join("\n    ")}\n    output[${place}] = ${result.result};`;
    return {
      fields,
      output: "float32",
      inputs: new Array(op.arity).fill("float32"),
      type: "f32",
      declarations: isShared ? `var<workgroup> folded: array<f32, ${groupSize}>;` : "",
      body: `
  if (${line} >= number(lines)) { return; }
  let count_ = f32(number(length));
  let epsilon_ = bitcast<f32>(number(epsilon));
  ${inputs
    .slice(0, op.arity)
    .map((_, i) => `let start${i} = ${lineStart(line, i)};`)
    .join("\n  ")}
  ${folds.join("\n  ")}
  ${
    op.reduces
      ? `${isShared ? "if (lane == 0u) " : ""}{\n    ${store(line)}\n  }`
      : eachElement(walked, store(`${line} * number(length) + n`))
  }`,
    };
  });
}

/** What the operands of a line operation's expressions are called. */
function namesOf({ arity, folds }: LineOperation): string[] {
  const elements = ["x0", "x1"].slice(0, arity);
  return [...elements, "count_", "epsilon_", ...folds.map((_, i) => `fold${i}`)];
}

/** How a line's elements are walked. */
interface Walked {
  readonly arity: number;
  readonly isShared: boolean;
}

function eachElement({ arity, isShared }: Walked, body: string): string {
  const loads = ["x0", "x1"]
    .slice(0, arity)
    .map((name, i) => `let ${name} = input${i}[start${i} + n * number(steps + ${i}u)];`);
  const [first, step] = isShared ? ["i32(lane)", groupSize] : ["0", 1];
  return `for (var n = ${first}; n < number(length); n += ${step}) {
    ${loads.join("\n    ")}
    ${body}
  }`;
}

/** Where a workgroup has a line, each thread folds every 64th element, then pairs of threads fold what they have, in the same order every time. */
function foldOf(
  { operation }: Fold,
  name: string,
  value: Value,
  names: readonly string[],
  walked: Walked,
): string {
  const { statements, result } = writeExpression(value, names);
  const first = operation === "add" ? "0.0" : "(-infinity())";
  const fold = writeOperation(operation, `part_${name}`, result);
  const parts = `var part_${name} = ${first};
  ${eachElement(walked, `${statements.join("\n    ")}\n    part_${name} = ${fold};`)}`;
  if (!walked.isShared) return `${parts}\n  let ${name} = part_${name};`;
  return `${parts}
  folded[lane] = part_${name};
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { folded[lane] = ${writeOperation(operation, "folded[lane]", "folded[lane + half]")}; }
  }
  workgroupBarrier();
  let ${name} = folded[0];
  workgroupBarrier();`;
}
