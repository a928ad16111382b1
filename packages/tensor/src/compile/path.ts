import type { Device, Storage } from "../backend/device.js";
import { selectedDevice } from "../backend/select-device.js";
import type { DType } from "../dtype.js";
import { DeviceError } from "../errors.js";
import { isSameView, type Layout } from "../layout.js";
import { none } from "../ops/pointwise-row.js";
import { kernel, type Primitive } from "../ops/primitive.js";
import { full, random, type SourceSpec } from "../ops/source.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { Ending } from "./ending.js";

/** A tensor that was there before the step. */
export interface Outside extends Layout {
  readonly storage: Storage;
}

/** What a call reads or changes: a value of the step by its number (the arguments come first), or a tensor from outside. */
export type Operand = number | Outside;

/** A place in a step from which calls go on, or at which it has ended. */
export interface Junction {
  readonly parent: Junction | null;
  readonly next: Node[];
  readonly endings: Ending[];
}

/** One call of a step, as it was recorded. Steps that begin alike share their first nodes. */
export interface Node extends Junction {
  readonly primitive: Primitive<string, unknown>;
  readonly inputs: readonly Operand[];
  /** What an in-place call changes. */
  readonly destination: Operand | null;
  readonly attributes: unknown;
  /** What is made; the offset of a view counts from its input's. */
  readonly output: (Layout & { readonly dtype: DType; readonly length: number }) | null;
  /** The number of the value that is made. */
  readonly number: number;
  /** Whether what it makes is known before a replay, which is handed it. */
  readonly isHandedOver: boolean;
  /** Whether the number that it fills with is part of a program. */
  isFixed: boolean;
}

/** Stands for the making of a tensor of values that JavaScript had. */
export const given = kernel("given", {
  infer: (_inputs, attributes: SourceSpec) => attributes as SourceSpec & { device: Device },
  run: () => {
    throw new DeviceError("given: values come with the run");
  },
});

/** Whether what a primitive makes is known before a replay, which is handed it. */
export function isHandedOver(primitive: { readonly name: string }): boolean {
  return primitive === random || primitive === given;
}

/** The recorded call among those that follow a junction which does the same to the same values; only numbers and what is handed over may differ. */
export function find(
  { next }: Junction,
  primitive: Primitive<string, never>,
  inputs: readonly Tensor[],
  attributes: unknown,
  destination: Tensor | null,
  values: readonly Tensor[],
  device: Device,
): Node | null {
  for (let i = 0; i < next.length; i++) {
    const node = next[i]!;
    if (
      node.primitive === (primitive as unknown) &&
      sameInputs(node.inputs, inputs, values) &&
      (destination === null
        ? node.destination === null
        : node.destination !== null && isOperand(node.destination, destination, values)) &&
      sameAttributes(node, attributes, device)
    )
      return node;
  }
  return null;
}

function sameInputs(
  operands: readonly Operand[],
  inputs: readonly Tensor[],
  values: readonly Tensor[],
): boolean {
  if (operands.length !== inputs.length) return false;
  for (let i = 0; i < operands.length; i++) if (!isOperand(operands[i]!, inputs[i]!, values)) return false;
  return true;
}

function isOperand(operand: Operand, tensor: Tensor, values: readonly Tensor[]): boolean {
  if (typeof operand === "number") return values[operand] === tensor;
  return isSameView(operand, tensor);
}

function sameAttributes(node: Node, attributes: unknown, device: Device): boolean {
  if (node.primitive !== full && !node.isHandedOver) return alike(node.attributes, attributes);
  const [before, now] = [node.attributes as SourceSpec, attributes as SourceSpec];
  if (before.dtype !== now.dtype || !sameShape(before.shape, now.shape)) return false;
  if ((now.device ?? selectedDevice()) !== device) return false;
  return !node.isFixed || Object.is(Reflect.get(before, "value"), Reflect.get(now, "value"));
}

/** Whether plain data is the same. */
function alike(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let i = 0; i < left.length; i++) if (!alike(left[i], right[i])) return false;
    return true;
  }
  const [before, now] = [left as Record<string, unknown>, right as Record<string, unknown>];
  for (const key in before) if (!alike(before[key], now[key])) return false;
  for (const key in right) if (!(key in left)) return false;
  return true;
}

/** A copy of plain data, as who gave it may change it; what is not plain stays itself. */
export function copied(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(copied);
  if (data === null || typeof data !== "object" || Object.getPrototypeOf(data) !== Object.prototype)
    return data;
  if (data === none) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, copied(value)]));
}
