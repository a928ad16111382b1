import { isPointwise } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import { broadcastStrides, collapse } from "../../../layout.js";
import { computeTypes } from "../../../ops/pointwise-row.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { Commands } from "../commands.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { groupSize, kernelNamed, stored } from "../kernel.js";
import { writeRow } from "../row.wgsl.js";
import { rowFunctions } from "../row-functions.wgsl.js";
import { type ValueType, valueType } from "../value-type.js";
import { bufferOf } from "../webgpu-storage.js";

/** Functions that the shader has under one name for floats and for integers, so that a chain calls those of one type. */
const typedCall = new RegExp(`\\b(${Object.keys(rowFunctions.i32).join("|")})\\(`);
const types = new WeakMap<Call, ValueType | "either">();

/** The type whose functions a pointwise call needs; null for other calls. */
export function chainType(call: Call): ValueType | "either" | null {
  const { primitive, inputs, output } = call;
  if (!isPointwise(primitive)) return null;
  let type = types.get(call);
  if (type === undefined) {
    const dtypes = inputs.map(({ dtype }) => dtype);
    type = valueType(computeTypes(primitive, dtypes, output.dtype).type);
    const { statements, result } = writeRow(
      primitive,
      inputs.map(() => "x"),
      dtypes,
      output.dtype,
    );
    if (type === "i32" && !typedCall.test([...statements, result].join(" "))) type = "either";
    types.set(call, type);
  }
  return type;
}

/** The type whose functions all of these calls can do with; null where there is none. */
export function chainTypeOf(calls: readonly Call[]): ValueType | null {
  const needed = new Set(calls.map(chainType).filter((type) => type !== "either"));
  const [type = "i32"] = needed;
  return needed.size > 1 ? null : type;
}

/** A value of a chain under its name in the shader. */
interface Named {
  readonly tensor: Tensor;
  readonly name: string;
}

/** The rows of a chain as statements, what they load before, and what they leave. */
interface Rows {
  readonly loads: readonly Named[];
  readonly statements: readonly string[];
  readonly results: readonly Named[];
}

/** Follows values through the calls. Each is kept as its tensor would store it, so that a chain has the bits of its links. */
function rowsOf(calls: readonly Call[]): Rows {
  const loads: Named[] = [];
  const made = new Map<Storage, Named>();
  const nameOf = (tensor: Tensor): string => {
    let found = made.get(tensor.storage) ?? loads.find((each) => isSameView(each.tensor, tensor));
    if (found === undefined) {
      found = { tensor, name: `loaded${loads.length}` };
      loads.push(found);
    }
    return found.name;
  };
  const statements = calls.flatMap(({ primitive, inputs, output }, i) => {
    if (!isPointwise(primitive)) throw new TypeError(`${primitive.name} in a chain`);
    const dtypes = inputs.map(({ dtype }) => dtype);
    const row = writeRow(primitive, inputs.map(nameOf), dtypes, output.dtype);
    made.set(output.storage, { tensor: output, name: `made${i}` });
    return [
      `var made${i}: ${stored[output.dtype]};`,
      ...["{", ...row.statements, `made${i} = ${row.result};`, "}"],
    ];
  });
  return { loads, statements, results: [...made.values()] };
}

function isSameView(a: Tensor, b: Tensor): boolean {
  return (
    a.storage === b.storage &&
    a.offset === b.offset &&
    a.shape.join() === b.shape.join() &&
    a.strides.join() === b.strides.join()
  );
}

/**
 * Pointwise calls over one shape as one kernel; `hidden` storages stay in registers. Shapes are part of the shader, as it
 * is made once for a step.
 */
export function chain(
  commands: Commands,
  calls: readonly Call[],
  hidden: ReadonlySet<Storage>,
  placed: (tensor: Tensor) => Tensor,
): void {
  const { shape } = calls[0]!.output;
  const count = shape.reduce((product, size) => product * size, 1);
  if (count === 0) return;
  const { loads, statements, results } = rowsOf(calls);
  const left = results.filter(({ tensor }) => !hidden.has(tensor.storage));
  const ends = [...loads, ...left].map(({ name, tensor }) => ({ name, tensor: placed(tensor) }));
  const [reads, writes] = [ends.slice(0, loads.length), ends.slice(loads.length)];
  const bindings = bindingsOf(reads, writes);
  const element = elementsOver(shape, ends, bindings.nameOf);
  const body = `
  if (thread >= ${count}) { return; }
  ${[
    ...reads.map((each) => `let ${each.name} = ${element(each)};`),
    ...statements,
    ...writes.map((each) => `${element(each)} = ${each.name};`),
  ].join("\n  ")}`;
  const [output, ...others] = bindings.outputs.map(({ dtype }) => dtype);
  const kernel = kernelNamed(`chain ${bindings.key} ${body}`, () => ({
    fields: {},
    output: output!,
    others,
    inputs: bindings.inputs.map(({ dtype }) => dtype),
    type: chainTypeOf(calls)!,
    body,
  }));
  const buffers = [...bindings.outputs, ...bindings.inputs].map(bufferOf);
  commands.run(kernel, {}, buffers, Math.ceil(count / groupSize));
}

/** Every buffer is bound once: as an output where anything in it is written. */
function bindingsOf(reads: readonly Named[], writes: readonly Named[]) {
  const [outputs, inputs] = [new Map<GpuBuffer, Tensor>(), new Map<GpuBuffer, Tensor>()];
  for (const { tensor } of writes) outputs.set(bufferOf(tensor), tensor);
  for (const { tensor } of reads) if (!outputs.has(bufferOf(tensor))) inputs.set(bufferOf(tensor), tensor);
  const bound = [...outputs.keys(), ...inputs.keys()];
  return {
    outputs: [...outputs.values()],
    inputs: [...inputs.values()],
    key: [...outputs.values(), "<-", ...inputs.values()]
      .map((each) => (typeof each === "string" ? each : each.dtype))
      .join(" "),
    nameOf: (tensor: Tensor): string => {
      const place = bound.indexOf(bufferOf(tensor));
      if (place >= outputs.size) return `input${place - outputs.size}`;
      return place === 0 ? "output" : `output${place}`;
    },
  };
}

/** WGSL for the element of each operand that a thread works on. */
function elementsOver(
  shape: readonly number[],
  operands: readonly Named[],
  arrayOf: (tensor: Tensor) => string,
): (operand: Named) => string {
  const joined = collapse(
    shape,
    operands.map(({ tensor }) => broadcastStrides(tensor, shape)),
  );
  let below = 1;
  const coordinates = joined.shape.map(() => "");
  for (let axis = joined.shape.length - 1; axis >= 0; axis--) {
    const whole = below === 1 ? "thread" : `(thread / ${below})`;
    coordinates[axis] = axis === 0 ? whole : `${whole} % ${joined.shape[axis]}`;
    below *= joined.shape[axis]!;
  }
  return (operand) => {
    const strides = joined.strides[operands.indexOf(operand)]!;
    const terms = strides.flatMap((stride, axis) =>
      stride === 0 ? [] : [`${coordinates[axis]} * (${stride})`],
    );
    return `${arrayOf(operand.tensor)}[${[operand.tensor.offset, ...terms].join(" + ")}]`;
  };
}
