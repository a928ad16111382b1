import type { Shape } from "../../../shape.js";
import { sizeOf } from "../../../shape.js";
import type { Storage } from "../../device.js";
import { writeOperation } from "../expression.wgsl.js";
import { groupSize, load, toStored } from "../kernel.js";
import type { Processor } from "../processor.js";
import { lanesFor } from "../reduce.wgsl.js";
import { valueType } from "../value-type.js";
import type { Fusion } from "./fusion.js";
import type { Write, Written } from "./fusion.wgsl.js";
import { reductionOf, type Step } from "./step.js";
import { type Walk, type Writing, walkOf } from "./writing.js";

/** A fold's parts in WGSL. */
interface Fold {
  readonly name: string;
  readonly type: string;
  readonly start: string;
  /** Folds what another lane has into a lane's. */
  readonly join: string;
  readonly stored: string;
}

/** What a thread does before, at each element, and with what the elements were folded into. */
interface Parts {
  readonly folds: readonly Fold[];
  readonly start: string;
  readonly loop: string;
  readonly rest: string;
}

/** Calls with folds among them: a thread, or the threads of a workgroup, walk all elements that are folded into one. */
export function writeFolds(
  fusion: Fusion,
  { kept }: Step,
  hidden: ReadonlySet<Storage>,
  processor: Processor,
  write: Write,
): Written {
  const part = <T>(values: readonly T[], stays: boolean): T[] =>
    values.filter((_, axis) => kept[axis] === stays);
  const outside: Shape = part(fusion.space, true);
  const inside: Shape = part(fusion.space, false);
  const [count, length] = [sizeOf(outside), sizeOf(inside)];
  const lanes = lanesFor(length, processor);
  const outer = walkOf(lanes === 1 ? "thread" : "group", outside);
  const inner = walkOf("n", inside);
  const walk: Walk = (strides) => [...outer(part(strides, true)), ...inner(part(strides, false))];
  const parts = partsOf(fusion, write("each_", walk), write("", outer), hidden);
  if (lanes === 1) {
    const body = alone(count, length, parts);
    return { body, declarations: "", lanes: groupSize, groups: Math.ceil(count / groupSize) };
  }
  const declarations = parts.folds
    .map(({ name, type }) => `var<workgroup> lanes_of_${name}: array<${type}, ${lanes}>;`)
    .join("\n");
  return { body: together(count, length, lanes, parts), declarations, lanes, groups: count };
}

function partsOf(fusion: Fusion, each: Writing, after: Writing, hidden: ReadonlySet<Storage>): Parts {
  const folds: Fold[] = [];
  for (const step of fusion.steps) {
    if (step.kind === "fold") {
      const fold = foldOf(step, folds.length, each);
      folds.push(fold);
      after.take(step.output, fold.stored);
    } else (fusion.phaseOf(step) === "each" ? each : after).do(step);
  }
  return {
    folds,
    start: folds.map(({ start }) => start).join("\n  "),
    loop: [...each.statements, ...each.stores(hidden)].join("\n    "),
    rest: [...after.statements, ...after.stores(hidden)].join("\n  "),
  };
}

function foldOf(step: Step, index: number, each: Writing): Fold {
  const { operation, initial } = reductionOf(step);
  const [input] = step.inputs;
  const { dtype } = step.output;
  const type = valueType(dtype);
  const name = `folded${index}`;
  const value = load(each.nameOf(input!), input!.dtype, type);
  each.statements.push(`${name} = ${writeOperation(operation, name, value)};`);
  const lanes = `lanes_of_${name}`;
  return {
    name,
    type,
    start: `var ${name} = ${type}(${initial});`,
    join: `${lanes}[lane] = ${writeOperation(operation, `${lanes}[lane]`, `${lanes}[lane + half]`)};`,
    stored: toStored(name, type, dtype),
  };
}

const alone = (count: number, length: number, { start, loop, rest }: Parts): string => `
  if (thread >= ${count}) { return; }
  ${start}
  for (var n = 0; n < ${length}; n++) {
    ${loop}
  }
  ${rest}`;

/** Each thread folds some of the elements, then pairs of threads fold what they have, in the same order every time. */
const together = (
  count: number,
  length: number,
  lanes: number,
  { folds, start, loop, rest }: Parts,
): string => `
  if (group >= ${count}) { return; }
  ${start}
  for (var n = i32(lane); n < ${length}; n += ${lanes}) {
    ${loop}
  }
  ${folds.map(({ name }) => `lanes_of_${name}[lane] = ${name};`).join("\n  ")}
  for (var half = ${lanes / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { ${folds.map(({ join }) => join).join(" ")} }
  }
  if (lane > 0u) { return; }
  ${folds.map(({ name }) => `${name} = lanes_of_${name}[0];`).join("\n  ")}
  ${rest}`;
