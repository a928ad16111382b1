import * as functions from "@mnist/tensor";
import { type DType, MnistError, Tensor, tensor, zerosLike } from "@mnist/tensor";
import { grad } from "../grad.js";
import { weigh } from "./operation-gradients.js";

interface Stored {
  readonly dtype: DType;
  readonly shape: number[];
  readonly data: (number | string | boolean)[];
}

type Argument =
  | { readonly tensor: Stored }
  | { readonly list: readonly Argument[] }
  | { readonly options: Readonly<Record<string, Argument>> }
  | { readonly plain: unknown; readonly number: boolean };

/** A call as tooling/golden/differential.py writes it, with what PyTorch answered or that it refused. */
export interface Call {
  readonly name: string;
  readonly shown: string;
  readonly arguments: readonly Argument[];
  readonly refused?: string;
  readonly outputs?: readonly Stored[];
  readonly gradients?: readonly Stored["data"][];
  readonly second?: readonly Stored["data"][] | null;
}

const words: Readonly<Record<string, number>> = { inf: Infinity, "-inf": -Infinity, nan: Number.NaN };
const number = (value: number | string | boolean): number => words[String(value)] ?? Number(value);

/** What stands for an argument here; float tensors are told to `leaves`. */
function made(argument: Argument, leaves: Tensor[], differentiable: boolean): unknown {
  if ("list" in argument) return argument.list.map((each) => made(each, leaves, differentiable));
  if ("options" in argument) {
    const entries = Object.entries(argument.options);
    return Object.fromEntries(entries.map(([name, each]) => [name, made(each, leaves, differentiable)]));
  }
  if ("plain" in argument) {
    if (argument.number) return number(argument.plain as string);
    return argument.plain;
  }
  const { dtype, shape, data } = argument.tensor;
  const values = tensor(data.map(number), { dtype }).reshape(shape);
  if (!dtype.startsWith("float")) return values;
  if (differentiable) values.requiresGrad_();
  leaves.push(values);
  return values;
}

function results(output: unknown): Tensor[] {
  if (output instanceof Tensor) return [output];
  return typeof output === "object" && output !== null
    ? Object.values(output).filter((each) => each instanceof Tensor)
    : [];
}

function differs(ours: readonly number[], theirs: readonly number[], tolerance: number): boolean {
  if (ours.length !== theirs.length) return true;
  const finite = theirs.filter(Number.isFinite).map(Math.abs);
  const scale = finite.reduce((most, each) => Math.max(most, each), 1);
  return ours.some((value, i) => {
    const other = theirs[i]!;
    if (Number.isNaN(value) || Number.isNaN(other)) return Number.isNaN(value) !== Number.isNaN(other);
    if (value === other) return false;
    return !(Math.abs(value - other) <= tolerance * Math.max(scale > 1e4 ? Math.abs(other) : scale, 1));
  });
}

const flat = (values: Tensor): number[] => Array.from(values.dataSync(), Number);
const shown = (values: readonly number[]): string =>
  `[${values.map((each) => +each.toPrecision(7)).join(", ")}]`;

/** What is wrong with the answer here; null where it is PyTorch's. */
export function complaint(call: Call): string | null {
  try {
    return compared(call);
  } catch (error) {
    return `fails: ${(error as Error).message}`;
  }
}

function compared(call: Call): string | null {
  const leaves: Tensor[] = [];
  const inputs = call.arguments.map((each) => made(each, leaves, call.gradients !== undefined));
  let outputs: Tensor[];
  try {
    const own = Reflect.get(functions, call.name) as ((...all: unknown[]) => unknown) | undefined;
    const [first, ...rest] = inputs;
    const method = first instanceof Tensor ? (Reflect.get(first, call.name) as typeof own) : undefined;
    if (method === undefined && own === undefined) return "is not there";
    outputs = results(method === undefined ? own!(...inputs) : method.call(first, ...rest));
  } catch (error) {
    if (call.refused === undefined) return `refused: ${(error as Error).message}`;
    return error instanceof MnistError ? null : `untyped ${(error as Error).stack?.slice(0, 300)}`;
  }
  if (call.refused !== undefined) return `accepted, but PyTorch: ${call.refused}`;
  const expected = call.outputs!;
  for (const [i, { dtype, shape, data }] of expected.entries()) {
    const output = outputs[i];
    if (output === undefined) return `has ${outputs.length} results, not ${expected.length}`;
    if (output.dtype !== dtype) return `${output.dtype}, not ${dtype}`;
    if (output.shape.join() !== shape.join()) return `[${output.shape}], not [${shape}]`;
    const [ours, theirs] = [flat(output), data.map(number)];
    if (differs(ours, theirs, dtype === "float64" ? 1e-9 : 2e-5))
      return `${shown(ours)}, not ${shown(theirs)}`;
  }
  return call.gradients === undefined ? null : gradientComplaint(call, outputs, leaves);
}

function gradientComplaint(call: Call, outputs: readonly Tensor[], leaves: readonly Tensor[]): string | null {
  const moving = outputs.slice(0, call.outputs!.length).filter(({ requiresGrad }) => requiresGrad);
  if (moving.length === 0) return "has no gradient";
  const single = leaves.some(({ dtype }) => dtype === "float32");
  const first = grad(weigh(moving), [...leaves], { createGraph: true, allowUnused: true });
  const compare = (
    found: readonly Tensor[],
    expected: readonly Stored["data"][],
    what: string,
  ): string | null => {
    for (const [i, each] of found.entries()) {
      const [ours, theirs] = [flat(each), expected[i]!.map(number)];
      if (differs(ours, theirs, single ? 1e-4 : 1e-8))
        return `${what} of ${i}: ${shown(ours)}, not ${shown(theirs)}`;
    }
    return null;
  };
  const wrong = compare(first, call.gradients!, "gradient");
  if (wrong !== null || call.second == null) return wrong;
  const again = first.filter(({ requiresGrad }) => requiresGrad);
  const second =
    again.length === 0
      ? leaves.map((each) => zerosLike(each))
      : grad(weigh(again), [...leaves], { allowUnused: true });
  return compare(second, call.second, "second gradient");
}
