import { Module, Parameter } from "@mnist/nn";
import { Scheduler } from "@mnist/nn/optim";
import { Tensor } from "@mnist/tensor";
import type { Json } from "./json.js";

/** Plain values by the path that leads to them: "options.reduction", "schedulers.0.gamma". */
export type PlainSettings = Readonly<Record<string, Json>>;

/** In place of a setting that changes while it is used, so that it is none. */
export const changing: Json = {};

/** How deep settings lie in each other; what lies deeper is no setting. */
const deepest = 4;

/** Whether a value says itself what it is. */
function isPlain(value: unknown): value is Json {
  return value === null || ["boolean", "number", "string"].includes(typeof value) || isPlainList(value);
}

function isPlainList(value: unknown): value is readonly Json[] {
  return Array.isArray(value) && value.every(isPlain);
}

/** The plain values and the tensors among an object's properties, in the order of their names. */
export function settingsIn(owner: object): { readonly values: PlainSettings; readonly tensors: Tensors } {
  const values: Record<string, Json> = {};
  const tensors: Record<string, Tensor> = {};
  const visit = (entries: readonly [string, unknown][], path: string, depth: number): void => {
    for (const [name, value] of entries) {
      const at = `${path}${name}`;
      if (value instanceof Parameter || value instanceof Module) continue;
      if (value instanceof Tensor) tensors[at] = value;
      else if (isPlain(value)) values[at] = value;
      else if (depth === deepest || typeof value !== "object" || value === null) continue;
      else if (value instanceof Scheduler) visitSchedule(value, `${at}.`, depth + 1);
      else if (Array.isArray(value) || isRecord(value)) visit(Object.entries(value), `${at}.`, depth + 1);
    }
  };
  const visitSchedule = (schedule: Scheduler, path: string, depth: number): void => {
    const { optimizer: _optimizer, settings, ...own } = schedule;
    values[`${path}schedule`] = schedule.constructor.name;
    visit(Object.entries({ ...settings, ...own }), path, depth);
  };
  if (owner instanceof Scheduler) visitSchedule(owner, "", 0);
  else visit(Object.entries(owner), "", 0);
  return { values, tensors };
}

type Tensors = Readonly<Record<string, Tensor>>;

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
