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

/** A share above 0 and below 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value < 1) return value;
  throw new InvalidArgumentError(
    `Got ${JSON.stringify(text)}; expected a number between 0 and 1, such as 0.2.`,
  );
}

/** How pictures of other sizes are brought to the network's. */
export function prepare(text: string): "resize" | "digit" {
  if (text === "resize" || text === "digit") return text;
  throw new InvalidArgumentError(`Got ${JSON.stringify(text)}; expected resize or digit.`);
}
