import type { DType } from "../../dtype.js";
import type { ArgReduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed, load } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** Elements from which on a workgroup shares a line; at least as many as it has threads. */
const shared = 128;

/** The place of each line's extreme: the first of equals, a NaN before all. */
export function argReduce(
  commands: Commands,
  op: ArgReduction,
  input: Tensor,
  dim: number,
  output: Tensor,
): void {
  const numbers = linesOf(op.name, dim, input.shape, [input]);
  const isShared = numbers.length >= shared;
  const groups = isShared ? numbers.lines : Math.ceil(numbers.lines / groupSize);
  commands.run(kernelFor(op, input.dtype, isShared), numbers, [output, input].map(bufferOf), groups);
}

/** One thread, or the 64 of a workgroup, to a line. */
function kernelFor(op: ArgReduction, input: DType, isShared: boolean): Kernel<typeof lineFields> {
  return kernelNamed(`argReduce ${op.name} ${input} ${isShared}`, () => {
    const type = valueType(input);
    const [line, lane, threads] = isShared ? ["group", "i32(lane)", groupSize] : ["thread", "0", 1];
    const nan = `
  if (is_nan(best)) { return is_nan(x) && place < best_place; }
  if (is_nan(x)) { return true; }`;
    return {
      fields: lineFields,
      output: "int32",
      inputs: [input],
      type,
      declarations: `
var<workgroup> places: array<i32, ${groupSize}>;
var<workgroup> extremes: array<${type}, ${groupSize}>;
fn beats(x: ${type}, place: i32, best: ${type}, best_place: i32) -> bool {${type === "f32" ? nan : ""}
  return x ${op.largest ? ">" : "<"} best || (x == best && place < best_place);
}`,
      body: `
  if (${line} >= number(lines)) { return; }
  let start = ${lineStart(line, 0)};
  var place = ${lane};
  var best = ${load(`input0[start + ${lane} * number(steps)]`, input, type)};
  for (var n = ${lane} + ${threads}; n < number(length); n += ${threads}) {
    let x = ${load("input0[start + n * number(steps)]", input, type)};
    if (beats(x, n, best, place)) { place = n; best = x; }
  }
  ${isShared ? acrossLanes : "output[thread] = place;"}`,
    };
  });
}

const acrossLanes = `
  places[lane] = place;
  extremes[lane] = best;
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half && beats(extremes[lane + half], places[lane + half], extremes[lane], places[lane])) {
      places[lane] = places[lane + half];
      extremes[lane] = extremes[lane + half];
    }
  }
  if (lane == 0u) { output[group] = places[0]; }`;
