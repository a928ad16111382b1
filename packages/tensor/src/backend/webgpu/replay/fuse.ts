import { constantsOf } from "../../../compile/plan.js";
import { dependencies, type Group } from "../../../compile/schedule.js";
import type { Call, Trace } from "../../../compile/trace.js";
import type { Storage } from "../../device.js";
import { mostNumbers } from "../kernel.js";
import { Fusion } from "./fusion.js";
import { Relations } from "./relations.js";
import { type Step, stepOf } from "./step.js";

/** What limits a kernel. */
export interface Limits {
  /** Buffers that it can bind. */
  readonly buffers: number;
  /** Buffers in which all values of the step's own lie; infinite where each may have one. */
  readonly arenas: number;
}

/** Numbers that a kernel of its own is given at most, before those of the calls that become a part of it. */
const productNumbers = 40;

/**
 * Groups calls into kernels, in an order in which they can run. A call joins the latest kernel that works on related
 * values, if nothing that it has to come after comes behind that.
 */
export function fuse(trace: Trace, calls: readonly Call[], limits: Limits): Group[] {
  const steps = new Map(calls.map((call) => [call, stepOf(call)]));
  const relations = new Relations(
    [...steps.values()].filter((step) => step !== null),
    constantIn(trace),
  );
  const isFitting = fitsIn(trace, relations, limits);
  const groups: Group[] = [];
  const families: Set<string>[] = [];
  const places: number[] = [];
  dependencies(calls).forEach((before, i) => {
    const [call, step] = [calls[i]!, steps.get(calls[i]!)!];
    const floor = Math.max(-1, ...[...before].map((each) => places[each]!));
    const own = step === null ? [] : relations.familiesOf(step);
    const takes = (group: Group, at: number): boolean =>
      at >= floor &&
      step !== null &&
      families[at]!.has(own[0]!) &&
      group instanceof Fusion &&
      group.take(step, isFitting);
    let at = groups.findLastIndex(takes);
    if (at < 0) {
      at = groups.push(step === null ? { calls: [call], fused: false } : new Fusion(step)) - 1;
      families.push(new Set());
    }
    for (const family of own) families[at]!.add(family);
    places.push(at);
  });
  return groups;
}

function constantIn(trace: Trace): (storage: Storage) => boolean {
  const constants = new Set(constantsOf(trace).map(({ output }) => output.storage));
  return (storage) => constants.has(storage);
}

/** Whether a kernel can bind what it touches with one step more, and what its families will change yet. */
function fitsIn(
  trace: Trace,
  relations: Relations,
  { buffers, arenas }: Limits,
): (fusion: Fusion, step: Step) => boolean {
  const isConstant = constantIn(trace);
  const own = new Set<Storage>(trace.inputs.map(({ storage }) => storage));
  for (const { output, inPlace } of trace.calls) if (!inPlace) own.add(output.storage);
  const bound = (storages: Iterable<Storage>): number => {
    const all = [...new Set(storages)].filter((storage) => !isConstant(storage));
    const inside = all.filter((storage) => own.has(storage)).length;
    return all.length - inside + Math.min(inside, arenas);
  };
  return (fusion, step) => {
    const steps = [...fusion.steps, step];
    if (numbersOf(steps, isConstant) > mostNumbers) return false;
    const most = buffers - boundAlone(steps);
    const touched = steps.flatMap(storagesOf);
    if (bound(touched) > most) return false;
    const families = new Set(steps.flatMap((each) => relations.familiesOf(each)));
    const coming = [...families].map((family) => relations.changedBy(family));
    const isTooMuchAnyway = coming.some((each) => bound(each) > most);
    return isTooMuchAnyway || bound([...touched, ...coming.flatMap((each) => [...each])]) <= most;
  };
}

/** The numbers that a kernel is given. */
function numbersOf(steps: readonly Step[], isConstant: (storage: Storage) => boolean): number {
  const counts = steps.map(({ call, kind, inputs }) => {
    if (kind === "product") return productNumbers;
    if (call.primitive.name === "full") return 1;
    return inputs.filter(({ storage }) => isConstant(storage)).length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Bindings apart from those of the memory that generated code touches: a product's operands, the note of faults. */
function boundAlone(steps: readonly Step[]): number {
  const mayFault = steps.some(({ call: { primitive } }) => ["gather", "scatterAdd"].includes(primitive.name));
  return (steps[0]!.kind === "product" ? steps[0]!.sources.length : 0) + (mayFault ? 1 : 0);
}

function storagesOf({ kind, inputs, sources, output }: Step): Storage[] {
  const tensors = [...inputs, ...(kind === "product" ? [] : sources), output];
  return tensors.map(({ storage }) => storage);
}
