import { inputValue, typedTogether, type Value } from "../../expression/typed.js";
import type { Fold, LineAttributes, LineOperation } from "../../ops/line-operation.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { writeExpression, writeOperation } from "./expression.wgsl.js";
import { groupSize, type Kernel, kernelNamed } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { ...lineFields, epsilon: 1 };
const epsilonBits = new Int32Array(1);
const epsilonValue = new Float32Array(epsilonBits.buffer);

/** A line operation: a workgroup to a line. */
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
  commands.run(kernelFor(op), { ...numbers, epsilon: epsilonBits[0]! }, operands, numbers.lines);
}

function kernelFor(op: LineOperation): Kernel<typeof fields> {
  return kernelNamed(`line ${op.name}`, () => {
    const count = op.arity + 2 + op.folds.length;
    const inputs = Array.from({ length: count }, (_, index) => inputValue(index, "float32"));
    const values = typedTogether([...op.folds.map(({ of }) => of), op.result], "float32", inputs);
    const names = namesOf(op);
    const folds = op.folds.map((fold, i) => foldOf(fold, `fold${i}`, values[i]!, names, op.arity));
    const result = writeExpression(values.at(-1)!, names);
    const store = (place: string): string =>
      `${result.statements.join("\n    ")}\n    output[${place}] = ${result.result};`;
    return {
      fields,
      output: "float32",
      inputs: new Array(op.arity).fill("float32"),
      type: "f32",
      declarations: `var<workgroup> folded: array<f32, ${groupSize}>;`,
      body: `
  if (group >= number(lines)) { return; }
  let count_ = f32(number(length));
  let epsilon_ = bitcast<f32>(number(epsilon));
  ${inputs
    .slice(0, op.arity)
    .map((_, i) => `let start${i} = ${lineStart("group", i)};`)
    .join("\n  ")}
  ${folds.join("\n  ")}
  ${
    op.reduces
      ? `if (lane == 0u) {\n    ${store("group")}\n  }`
      : eachElement(op.arity, store("group * number(length) + n"))
  }`,
    };
  });
}

/** What the operands of a line operation's expressions are called. */
function namesOf({ arity, folds }: LineOperation): string[] {
  const elements = ["x0", "x1"].slice(0, arity);
  return [...elements, "count_", "epsilon_", ...folds.map((_, i) => `fold${i}`)];
}

function eachElement(arity: number, body: string): string {
  const loads = ["x0", "x1"]
    .slice(0, arity)
    .map((name, i) => `let ${name} = input${i}[start${i} + n * number(steps + ${i}u)];`);
  return `for (var n = i32(lane); n < number(length); n += ${groupSize}) {
    ${loads.join("\n    ")}
    ${body}
  }`;
}

/** Each thread folds every 64th element, then pairs of threads fold what they have, in the same order every time. */
function foldOf(
  { operation }: Fold,
  name: string,
  value: Value,
  names: readonly string[],
  arity: number,
): string {
  const { statements, result } = writeExpression(value, names);
  const first = operation === "add" ? "0.0" : "(-infinity())";
  const fold = writeOperation(operation, `part_${name}`, result);
  return `var part_${name} = ${first};
  ${eachElement(arity, `${statements.join("\n    ")}\n    part_${name} = ${fold};`)}
  folded[lane] = part_${name};
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { folded[lane] = ${writeOperation(operation, "folded[lane]", "folded[lane + half]")}; }
  }
  workgroupBarrier();
  let ${name} = folded[0];
  workgroupBarrier();`;
}
