import type { Call } from "../../../compile/trace.js";
import { sizeOf } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { Commands } from "../commands.js";
import { groupSize, type Kernel, kernelNamed } from "../kernel.js";
import { Bindings } from "./bindings.js";
import { chainTypeOf } from "./chain-type.js";
import { writeFolds } from "./folds.wgsl.js";
import type { Fusion } from "./fusion.js";
import type { Step } from "./step.js";
import { type Walk, Writing, walkOf } from "./writing.js";

/** What a kernel that is made for a step is told of the step. */
export interface Setting {
  /** A tensor where it lies. */
  readonly placed: (tensor: Tensor) => Tensor;
  /** Values that stay in registers. */
  readonly hidden: ReadonlySet<Storage>;
  /** The calls that fill what nothing changes. */
  readonly constants: ReadonlyMap<Storage, Call>;
}

/** What is done with each sum of a product, in place of storing it. */
export interface Finish {
  readonly source: string;
  readonly bindings: Bindings;
}

function bindingsOf(fusion: Fusion, { placed, hidden }: Setting, inputsBefore: number): Bindings {
  const written = fusion.steps.filter(({ output }) => !hidden.has(output.storage));
  return new Bindings(
    written.map(({ output }) => placed(output)),
    inputsBefore,
  );
}

/** WGSL for what follows a product: `finish(place, sum)`. */
export function finishOf(fusion: Fusion, setting: Setting): Finish {
  const [product, ...others] = fusion.steps as [Step, ...Step[]];
  const bindings = bindingsOf(fusion, setting, product.sources.length);
  const writing = writer(bindings, setting)("", walkOf("place", fusion.space));
  writing.take(product.output, "sum");
  for (const step of others) writing.do(step);
  const lines = [...writing.statements, ...writing.stores(setting.hidden)];
  return { source: `fn finish(place: i32, sum: f32) {\n  ${lines.join("\n  ")}\n}`, bindings };
}

/** Runs a kernel for a chain of calls, with folds and what follows those; answers the calls whose numbers it is given. */
export function runFusion(commands: Commands, fusion: Fusion, setting: Setting): readonly Call[] {
  const bindings = bindingsOf(fusion, setting, 0);
  const count = sizeOf(fusion.space);
  if (count === 0 || bindings.outputs.length === 0) return [];
  const write = writer(bindings, setting);
  const written =
    fusion.fold === null
      ? writeChain(fusion, setting.hidden, write)
      : writeFolds(fusion, fusion.fold, setting.hidden, commands.processor, write);
  const kernel = kernelOf(fusion, bindings, written);
  const buffers = [...bindings.outputs, ...bindings.inputs].map(({ buffer }) => buffer);
  const values = new Array<number>(bindings.numbers.length).fill(0);
  commands.run(kernel, { constants: values }, buffers, written.groups);
  return bindings.numbers;
}

/** A kernel's text, the threads of its workgroups and how many of those. */
export interface Written {
  readonly body: string;
  readonly declarations: string;
  readonly lanes: number;
  readonly groups: number;
}

/** Begins what is written for each element of a walk. */
export type Write = (prefix: string, walk: Walk) => Writing;

function writer(bindings: Bindings, { placed, constants }: Setting): Write {
  return (prefix, walk) => new Writing(prefix, walk, bindings, placed, constants);
}

function kernelOf(
  { calls }: Fusion,
  { outputs, inputs, numbers }: Bindings,
  { body, declarations, lanes }: Written,
): Kernel<{ constants: number }> {
  const bound = [outputs, inputs].map((each) => each.map(({ dtype }) => dtype).join(" "));
  const [output, ...others] = outputs.map(({ dtype }) => dtype);
  const mayFault = body.includes("note_fault(");
  return kernelNamed(`fusion ${lanes} ${bound.join(" <- ")} ${declarations} ${body}`, () => ({
    fields: { constants: numbers.length },
    output: output!,
    others,
    inputs: inputs.map(({ dtype }) => dtype),
    type: chainTypeOf(calls)!,
    mayFault,
    workgroup: [lanes, 1],
    declarations,
    body,
  }));
}

function writeChain({ space, steps }: Fusion, hidden: ReadonlySet<Storage>, write: Write): Written {
  const count = sizeOf(space);
  const writing = write("", walkOf("thread", space));
  for (const step of steps) writing.do(step);
  const lines = [...writing.statements, ...writing.stores(hidden)];
  const body = `
  if (thread >= ${count}) { return; }
  ${lines.join("\n  ")}`;
  return { body, declarations: "", lanes: groupSize, groups: Math.ceil(count / groupSize) };
}
