import { ArgumentError } from "./errors.js";

/** For each option the words that it takes, or null where it takes more than words. */
type Known<Options> = { readonly [Name in keyof Required<Options>]: readonly unknown[] | null };

/** What a message says of a value that has no business where it was given. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  // A module is a function too, without a name, and prints itself.
  if (typeof value === "function" && typeof value.name === "string") return `function ${value.name}`.trim();
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return "storage" in value ? "a tensor" : `{ ${Object.keys(value).join(", ")} }`;
}

/**
 * Refuses, for calls that no compiler has seen, options and words that there are not, naming those that there are.
 *
 * @throws ArgumentError
 */
export function checkOptions<Options extends object>(
  operation: string,
  options: Options | undefined,
  known: Known<Options>,
): void {
  if (options === undefined) return;
  if (
    typeof options !== "object" ||
    options === null ||
    Object.getPrototypeOf(options) !== Object.prototype
  ) {
    throw new ArgumentError({
      operation,
      got: `${shown(options)} in place of options`,
      expected: namesOf(known),
    });
  }
  for (const name of Object.keys(options)) {
    const value: unknown = Reflect.get(options, name);
    const words = (known as Readonly<Record<string, readonly unknown[] | null>>)[name];
    if (words === undefined) {
      const expected = Object.keys(known).length === 0 ? "none" : `one of ${namesOf(known)}`;
      throw new ArgumentError({ operation, got: `an option ${name}`, expected });
    }
    if (value === undefined || words === null || words.includes(value)) continue;
    throw new ArgumentError({
      operation,
      got: `${name} ${shown(value)}`,
      expected: words.map(shown).join(" or "),
    });
  }
}

function namesOf(known: object): string {
  return `{ ${Object.keys(known).join(", ")} }`;
}

/** Refuses what is neither true nor false where only that tells what is meant. @throws ArgumentError */
export function checkFlag(operation: string, name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new ArgumentError({ operation, got: `${name} ${shown(value)}`, expected: "true or false" });
}

/** Refuses what is no number, of which arithmetic would make NaN. @throws ArgumentError */
export function checkNumber(operation: string, name: string, value: unknown, hint?: string): void {
  if (typeof value === "number") return;
  const got = `${name === "" ? "" : `${name} `}${shown(value)}`;
  throw new ArgumentError({ operation, got, expected: "a number", ...(hint !== undefined && { hint }) });
}

/** Refuses what is no whole number, or one below `least`, where positions, sizes or counts are meant. @throws ArgumentError */
export function checkWhole(
  operation: string,
  name: string,
  value: unknown,
  least = Number.NEGATIVE_INFINITY,
): void {
  if (Number.isInteger(value) && (value as number) >= least) return;
  const expected = `a whole number${least === Number.NEGATIVE_INFINITY ? "" : ` from ${least} up`}`;
  throw new ArgumentError({ operation, got: `${name} ${shown(value)}`, expected });
}
