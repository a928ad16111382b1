import { FileError } from "@mnist/data";
import type { Setting } from "@mnist/nn";
import { type Json, readJson } from "./json.js";

/** A value from a file, with its place there; each reading says what it expected where it finds something else. */
export class Checked {
  constructor(
    readonly value: unknown,
    readonly file: string,
    readonly place: string,
  ) {}

  /** @throws FileError always. */
  refuse(expected: string): never {
    const { value } = this;
    const isWhole = typeof value === "object" && value !== null;
    const shown = isWhole
      ? `${Array.isArray(value) ? "a list" : "an object"}`
      : String(JSON.stringify(value)).slice(0, 60);
    throw new FileError({
      file: this.file,
      got: `${value === undefined ? "nothing" : shown} as ${this.place}`,
      expected,
    });
  }

  /** JSON that a file has under a name. @throws FileError where it is none. */
  static parse(text: string | undefined, file: string, place: string): Checked {
    try {
      return new Checked(readJson(text ?? ""), file, place);
    } catch (cause) {
      const expected = "the JSON that was written there";
      throw new FileError({ file, got: `${place} that is not JSON`, expected }, { cause });
    }
  }

  text(): string {
    return typeof this.value === "string" ? this.value : this.refuse("text");
  }

  /** A setting of an optimiser. */
  setting(): Setting {
    const { value } = this;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    return this.list().map((each) => each.setting());
  }

  flag(): boolean {
    return typeof this.value === "boolean" ? this.value : this.refuse("true or false");
  }

  number(): number {
    return typeof this.value === "number" ? this.value : this.refuse("a number");
  }

  /** A number that is neither NaN nor infinite, nor so small that dividing by it is. */
  above0(): number {
    const value = this.finite();
    return value > 0 && Number.isFinite(1 / value) ? value : this.refuse("a number above 0");
  }

  /** A number that is neither NaN nor infinite. */
  finite(): number {
    return Number.isFinite(this.value) ? this.number() : this.refuse("a finite number");
  }

  /** A whole number within bounds, both included. */
  whole(least: number, most = Number.MAX_SAFE_INTEGER): number {
    const { value } = this;
    const fits = typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
    return fits ? value : this.refuse(`a whole number from ${least} to ${most}`);
  }

  list(): Checked[] {
    if (!Array.isArray(this.value)) this.refuse("a list");
    return this.value.map((each, i) => new Checked(each, this.file, `${this.place}[${i}]`));
  }

  /** An object of whatever JSON can hold. */
  record(): Readonly<Record<string, Json>> {
    return Object.fromEntries(this.entries().map(([key, { value }]) => [key, value as Json]));
  }

  /** The values of an object by their keys. */
  entries(): [string, Checked][] {
    const { value } = this;
    if (typeof value !== "object" || value === null) return this.refuse("an object");
    return Object.entries(value).map(([key, each]) => [
      key,
      new Checked(each, this.file, `${this.place}.${key}`),
    ]);
  }

  /** The value under a key of an object; undefined where there is none. */
  at(key: string): Checked {
    const found = this.entries().find(([name]) => name === key);
    return found?.[1] ?? new Checked(undefined, this.file, `${this.place}.${key}`);
  }
}
