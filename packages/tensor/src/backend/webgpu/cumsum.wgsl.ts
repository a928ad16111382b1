import type { DType } from "../../dtype.js";
import { rowMajorStrides } from "../../layout.js";
import { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed, load } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { valueType } from "./value-type.js";
import { bufferOf, type PlacedStorage } from "./webgpu-storage.js";

/** Elements that a thread of a workgroup adds up one after the other, and those of a whole workgroup. */
const run = 16;
const block = run * groupSize;
/** Length from which on lines are cut into blocks. */
const long = 256;

const fields = { ...lineFields, blocks: 1 };

/** Running sums along each line: of long ones those of blocks, to which what the blocks before come to is added. */
export function cumsum(commands: Commands, input: Tensor, dim: number, output: Tensor): void {
  if (output.numel() === 0) return;
  const numbers = linesOf("cumsum", dim, input.shape, [input, output]);
  const { lines, length } = numbers;
  const [from, to] = [input, output].map(bufferOf) as [
    ReturnType<typeof bufferOf>,
    ReturnType<typeof bufferOf>,
  ];
  if (length < long) {
    const kernel = kernelFor("line", input.dtype, output.dtype);
    commands.run(kernel, { ...numbers, blocks: 1 }, [to, from], Math.ceil(lines / groupSize));
    return;
  }
  const blocks = Math.ceil(length / block);
  const [totals, sums] = [0, 1].map(() => between(commands, output, [lines, blocks])) as [Tensor, Tensor];
  const inBlocks = kernelFor("block", input.dtype, output.dtype);
  commands.run(inBlocks, { ...numbers, blocks }, [to, bufferOf(totals), from], lines * blocks);
  if (blocks > 1) {
    cumsum(commands, totals, 1, sums);
    const groups = Math.ceil((lines * length) / groupSize);
    const onward = kernelFor("onward", output.dtype, output.dtype);
    commands.run(onward, { ...numbers, blocks }, [to, bufferOf(sums)], groups);
  }
  for (const each of [totals, sums]) commands.pool.give(bufferOf(each));
}

/** A tensor for what one kernel leaves for the next. */
function between(
  { pool }: Commands,
  { storage: { device, dtype } }: Tensor,
  shape: readonly number[],
): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  const buffer = pool.take(4 * length);
  const storage: PlacedStorage = { device, dtype, length, start: 0, version: 0, buffer };
  return new Tensor(storage, shape, rowMajorStrides(shape), 0);
}

type Part = "line" | "block" | "onward";

function kernelFor(part: Part, input: DType, output: DType): Kernel<typeof fields> {
  return kernelNamed(`cumsum ${part} ${input} ${output}`, () => {
    const type = valueType(output);
    const element = load("input0[start + n * number(steps)]", input, type);
    return {
      fields,
      output,
      others: part === "block" ? [output] : [],
      inputs: [input],
      type,
      declarations: part === "block" ? `var<workgroup> totals: array<${type}, ${groupSize}>;` : "",
      body: bodies[part](type, element),
    };
  });
}

const target = "output[target_start + n * number(steps + 1u)]";

const bodies: Readonly<Record<Part, (type: string, element: string) => string>> = {
  line: (type, element) => `
  if (thread >= number(lines)) { return; }
  let start = ${lineStart("thread", 0)};
  let target_start = ${lineStart("thread", 1)};
  var sum = ${type}(0);
  for (var n = 0; n < number(length); n++) {
    sum += ${element};
    ${target} = sum;
  }`,
  // Each thread adds up a run of its own; what the threads before it have comes to it in six steps.
  block: (type, element) => `
  if (group >= number(lines) * number(blocks)) { return; }
  let line = group / number(blocks);
  let start = ${lineStart("line", 0)};
  let target_start = ${lineStart("line", 1)};
  let begin = group % number(blocks) * ${block} + i32(lane) * ${run};
  let end = min(begin + ${run}, number(length));
  var sum = ${type}(0);
  for (var n = begin; n < end; n++) { sum += ${element}; }
  totals[lane] = sum;
  for (var reach = 1u; reach < ${groupSize}u; reach <<= 1u) {
    workgroupBarrier();
    var before = ${type}(0);
    if (lane >= reach) { before = totals[lane - reach]; }
    workgroupBarrier();
    totals[lane] = before + totals[lane];
  }
  workgroupBarrier();
  sum = ${type}(0);
  if (lane > 0u) { sum = totals[lane - 1u]; }
  for (var n = begin; n < end; n++) {
    sum += ${element};
    ${target} = sum;
  }
  if (lane == 0u) { output1[group] = totals[${groupSize - 1}]; }`,
  onward: () => `
  if (thread >= number(lines) * number(length)) { return; }
  let line = thread / number(length);
  let n = thread % number(length);
  if (n < ${block}) { return; }
  let target_start = ${lineStart("line", 1)};
  ${target} += input0[line * number(blocks) + n / ${block} - 1];`,
};
