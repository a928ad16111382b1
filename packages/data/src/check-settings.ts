import { ArgumentError, type Generator } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";

/** What options that take more than words may be. */
const kinds = {
  text: { expected: "a text", holds: (value: unknown) => typeof value === "string" },
  number: { expected: "a number", holds: (value: unknown) => typeof value === "number" },
  // NaN would hold nothing back, and Infinity says that nothing is to be.
  limit: {
    expected: "a number from 0 up",
    holds: (value: unknown) => typeof value === "number" && value >= 0,
  },
  list: { expected: "a list", holds: Array.isArray },
  function: { expected: "a function", holds: (value: unknown) => typeof value === "function" },
  generator: {
    expected: "a Generator",
    holds: (value: unknown) => typeof (value as Generator | null)?.random32 === "function",
  },
} as const;

type Kind = keyof typeof kinds;

/** For each option the words that it takes, what it has to be, or null where that is told elsewhere. */
export type Settings<Options> = {
  readonly [Name in keyof Required<Options>]: readonly unknown[] | Kind | null;
};

/** Refuses a value of another kind; undefined stands for what holds where nothing is said. @throws ArgumentError */
export function checkSetting(operation: string, name: string, value: unknown, kind: Kind): void {
  const { expected, holds } = kinds[kind];
  if (value === undefined || holds(value)) return;
  throw new ArgumentError({ operation, got: `${name} ${shown(value)}`, expected });
}

/**
 * Refuses options that there are not, and those that are not what they have to be, before anything is done by them.
 * @throws ArgumentError
 */
export function checkSettings<Options extends object>(
  operation: string,
  options: Options | undefined,
  settings: Settings<Options>,
): void {
  const names = Object.keys(settings) as (keyof Options & string)[];
  const kindOf = (name: keyof Options & string): Kind | null => {
    const setting = settings[name];
    return typeof setting === "string" ? setting : null;
  };
  const words = Object.fromEntries(
    names.map((name) => [name, kindOf(name) === null ? settings[name] : null]),
  );
  checkOptions<Record<string, unknown>>(
    operation,
    options as Record<string, unknown> | undefined,
    words as Record<string, readonly unknown[] | null>,
  );
  for (const name of names) {
    const kind = kindOf(name);
    if (kind !== null) checkSetting(operation, name, options?.[name], kind);
  }
}
