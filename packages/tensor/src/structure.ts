import { Tensor } from "./tensor.js";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The tensors in a value: itself, or those in lists and records, however deep, in their order. */
export function* tensorsIn(value: unknown): Generator<Tensor> {
  if (value instanceof Tensor) yield value;
  else if (Array.isArray(value)) for (const each of value) yield* tensorsIn(each);
  else if (isRecord(value)) yield* tensorsIn(Object.values(value));
}

/**
 * The same value with other tensors in the places of its own; whatever else is in it stays.
 *
 * @example
 * mapTensors({ mean: x, layers: [y, z] }, (each) => each.detach());
 */
export function mapTensors<T>(value: T, change: (tensor: Tensor) => Tensor): T {
  return changed(value, change) as T;
}

function changed(value: unknown, change: (tensor: Tensor) => Tensor): unknown {
  if (value instanceof Tensor) return change(value);
  if (Array.isArray(value)) return value.map((each) => changed(each, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changed(each, change)]));
}
