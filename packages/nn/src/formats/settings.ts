import { DataError } from "@mnist/tensor";
import type { AnyModule } from "../any-module.js";
import type { Setting } from "../describe-module.js";

/** The settings of one module of an architecture, each asked for by its type. */
export class Settings {
  constructor(
    readonly type: string,
    readonly values: Readonly<Record<string, Setting>>,
  ) {}

  #expect<T extends Setting>(name: string, expected: string, is: (value: unknown) => value is T): T {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (is(value)) return value;
    const got = `${name} ${show(value)} of ${this.type}`;
    throw new DataError({ operation: "moduleFromJSON", got, expected });
  }

  number(name: string): number {
    return this.#expect(name, "a number", isNumber);
  }

  numbers(name: string): number | readonly number[] {
    return this.#expect(name, "a number, or a list of them", (value) => isNumber(value) || isNumbers(value));
  }

  /** Sizes of which null is the input's own. */
  sizes(name: string): number | readonly (number | null)[] {
    const isSize = (value: unknown): value is number | null => value === null || isNumber(value);
    return this.#expect(
      name,
      "a number, or a list of numbers and null",
      (value): value is number | readonly (number | null)[] =>
        isNumber(value) || (Array.isArray(value) && value.every(isSize)),
    );
  }

  list(name: string): readonly number[] {
    return this.#expect(name, "a list of numbers", isNumbers);
  }

  optional(name: string): number | null {
    return this.#expect(name, "a number or null", (value) => value === null || isNumber(value));
  }

  /** `usual` is what a file from before there was the setting means. */
  flag(name: string, usual?: boolean): boolean {
    if (usual !== undefined && !Object.hasOwn(this.values, name)) return usual;
    return this.#expect(name, "true or false", (value) => typeof value === "boolean");
  }

  word<T extends string>(name: string, words: readonly T[], usual?: T): T {
    if (usual !== undefined && !Object.hasOwn(this.values, name)) return usual;
    return this.#expect(name, words.join(" or "), (value): value is T => words.includes(value as T));
  }

  /** Whether the module has a part, which is null where it was left out. */
  has(name: string): boolean {
    return this.values[name] !== null;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}

/** A setting as it was before `toJSON` wrote it. */
export function readSetting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readSetting);
  const [, more, number] = (typeof value === "string" && /^#(#*)(NaN|-?Infinity|-0)$/.exec(value)) || [];
  if (number === undefined) return value;
  return more === "" ? Number(number) : (value as string).slice(1);
}

/** By its name, how a class is made from its settings. */
export type Builders = Readonly<Record<string, (settings: Settings) => AnyModule>>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a few words. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (!isRecord(value)) return String(JSON.stringify(value)).slice(0, 60);
  return `an object with ${Object.keys(value).slice(0, 5).join(", ") || "nothing in it"}`;
}
