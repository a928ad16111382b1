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
/** Elements that a workgroup looks through before others share the line, unless there are lines enough. */
const [longest, enoughLines] = [8192, 256];

const fields = { ...lineFields, parts: 1 };

/** Who looks through a line or a part of one: a thread, a workgroup, or a workgroup through what others have found. */
type Lookers = "thread" | "group" | "candidates";

/** The place of each line's extreme: the first of equals, a NaN before all. */
export function argReduce(
  commands: Commands,
  op: ArgReduction,
  input: Tensor,
  dim: number,
  output: Tensor,
): void {
  const numbers = linesOf(op.name, dim, input.shape, [input]);
  const { lines, length } = numbers;
  const [from, to] = [bufferOf(input), bufferOf(output)];
  if (length < shared) {
    const kernel = kernelFor(op, input.dtype, "thread");
    commands.run(kernel, { ...numbers, parts: 1 }, [to, from], Math.ceil(lines / groupSize));
    return;
  }
  const parts = Math.ceil(length / longest);
  if (parts === 1 || lines >= enoughLines) {
    commands.run(kernelFor(op, input.dtype, "group"), { ...numbers, parts: 1 }, [to, from], lines);
    return;
  }
  const candidates = commands.pool.take(4 * lines * parts);
  commands.run(kernelFor(op, input.dtype, "group"), { ...numbers, parts }, [candidates, from], lines * parts);
  const among = kernelFor(op, input.dtype, "candidates");
  commands.run(among, { ...numbers, parts }, [to, from, candidates], lines);
  commands.pool.give(candidates);
}

function kernelFor(op: ArgReduction, input: DType, lookers: Lookers): Kernel<typeof fields> {
  return kernelNamed(`argReduce ${op.name} ${input} ${lookers}`, () => {
    const type = valueType(input);
    const isShared = lookers !== "thread";
    const [line, lane, threads] = isShared ? ["group", "i32(lane)", groupSize] : ["thread", "0", 1];
    const value = (place: string): string => load(`input0[start + ${place} * number(steps)]`, input, type);
    const nan = `
  if (is_nan(best)) { return is_nan(x) && place < best_place; }
  if (is_nan(x)) { return true; }`;
    return {
      fields,
      output: "int32",
      inputs: lookers === "candidates" ? [input, "int32"] : [input],
      type,
      declarations: `
var<workgroup> places: array<i32, ${groupSize}>;
var<workgroup> extremes: array<${type}, ${groupSize}>;
fn beats(x: ${type}, place: i32, best: ${type}, best_place: i32) -> bool {${type === "f32" ? nan : ""}
  return x ${op.largest ? ">" : "<"} best || (x == best && place < best_place);
}`,
      body:
        lookers === "candidates" ? among(value) : through(line!, lane!, threads as number, value, isShared),
    };
  });
}

/** Through a line, or through a part of it. */
const through = (
  line: string,
  lane: string,
  threads: number,
  value: (place: string) => string,
  isShared: boolean,
): string => `
  if (${line} >= number(lines) * number(parts)) { return; }
  let line = ${line} / number(parts);
  let start = ${lineStart("line", 0)};
  let chunk = (number(length) + number(parts) - 1) / number(parts);
  let begin = ${line} % number(parts) * chunk;
  let end = min(begin + chunk, number(length));
  var place = min(begin + ${lane}, end - 1);
  var best = ${value("place")};
  for (var n = begin + ${lane} + ${threads}; n < end; n += ${threads}) {
    let x = ${value("n")};
    if (beats(x, n, best, place)) { place = n; best = x; }
  }
  ${isShared ? acrossLanes : "output[thread] = place;"}`;

/** Through the places that were found in the parts of a line. */
const among = (value: (place: string) => string): string => `
  if (group >= number(lines)) { return; }
  let start = ${lineStart("group", 0)};
  let first = group * number(parts);
  var place = input1[first + min(i32(lane), number(parts) - 1)];
  var best = ${value("place")};
  for (var n = i32(lane) + ${groupSize}; n < number(parts); n += ${groupSize}) {
    let found = input1[first + n];
    let x = ${value("found")};
    if (beats(x, found, best, place)) { place = found; best = x; }
  }
  ${acrossLanes}`;

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
