import { InvalidArgumentError } from "commander";

/** A parser for options that are numbers; commander turns what it throws into a usage error. */
export function number({
  above,
  whole = false,
}: {
  above: number;
  whole?: boolean;
}): (text: string) => number {
  const expected = `${whole ? "a whole number" : "a number"} above ${above}`;
  return (text) => {
    const value = Number(text);
    if (
      text.trim() === "" ||
      !Number.isFinite(value) ||
      value <= above ||
      (whole && !Number.isInteger(value))
    ) {
      throw new InvalidArgumentError(`Got ${JSON.stringify(text)}; expected ${expected}.`);
    }
    return value;
  };
}

export const count = number({ above: 0, whole: true });

/** Names between commas. */
export const names = (text: string): string[] => text.split(",").map((name) => name.trim());

/** A seed: any whole number that PyTorch takes. */
export function seed(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`Got ${JSON.stringify(text)}; expected a whole number.`);
  }
  return value;
}
