/** Text that an option does not take. Its code tells commander, which makes a usage error of it. */
class UnfitError extends Error {
  readonly code = "commander.invalidArgument";
}

/** What an option takes: how its text is read, and the JSON schema of its value in a configuration file. */
export interface Kind<Value = unknown> {
  /** @throws UnfitError which commander turns into a usage error. */
  parse(text: string): Value;
  /** Takes a configuration file's list, where it has lists. @throws UnfitError */
  list?(values: readonly unknown[]): Value;
  readonly schema: Readonly<Record<string, unknown>>;
  /** What there is to choose from, for completion. */
  readonly choices?: readonly string[];
}

function refuse(text: string, expected: string): never {
  throw new UnfitError(`Got ${JSON.stringify(text)}; expected ${expected}.`);
}

interface Range {
  readonly above?: number;
  readonly from?: number;
  readonly below?: number;
  readonly to?: number;
  readonly whole?: boolean;
}

/** A number, or a whole one, of a range. */
export function number({ above, from, below, to, whole = false }: Range): Kind<number> {
  const ends = [
    above !== undefined && `above ${above}`,
    from !== undefined && `from ${from} up`,
    below !== undefined && `below ${below}`,
    to !== undefined && `up to ${to}`,
  ].filter(Boolean);
  const expected = `${whole ? "a whole number" : "a number"} ${ends.join(" and ")}`;
  return {
    parse(text) {
      const value = Number(text);
      const isFitting =
        text.trim() !== "" &&
        Number.isFinite(value) &&
        (!whole || Number.isSafeInteger(value)) &&
        (above === undefined || value > above) &&
        (from === undefined || value >= from) &&
        (below === undefined || value < below) &&
        (to === undefined || value <= to);
      return isFitting ? value : refuse(text, expected);
    },
    schema: {
      type: whole ? "integer" : "number",
      ...(above !== undefined && { exclusiveMinimum: above }),
      ...(from !== undefined && { minimum: from }),
      ...(below !== undefined && { exclusiveMaximum: below }),
      ...(to !== undefined && { maximum: to }),
    },
  };
}

export const count = number({ above: 0, whole: true });

/** A share above 0 and below 1. */
export const share: Kind<number> = {
  parse(text) {
    const value = Number(text);
    if (text.trim() !== "" && value > 0 && value < 1) return value;
    return refuse(text, "a number between 0 and 1, such as 0.2");
  },
  schema: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
};

const widest = 65_536;
const width = number({ from: 1, to: widest, whole: true });

/** The width of a layer, or those of several between commas: one is a number, several are a list. */
export const widths: Kind<number | number[]> = {
  parse(text) {
    const all = text.split(",").map((each) => {
      const value = Number(each);
      const fits = each.trim() !== "" && Number.isInteger(value) && value >= 1 && value <= widest;
      return fits ? value : refuse(text, `whole numbers from 1 to ${widest}, such as 100 or 100,50`);
    });
    return all.length === 1 ? all[0]! : all;
  },
  list: (values) => widths.parse(values.join(",")),
  schema: { oneOf: [width.schema, { type: "array", items: width.schema, minItems: 1 }] },
};

/** A name between commas; one with a comma, or a space at an end, stands in quotes, and quotes in it are doubled. */
const nameBetweenCommas = /\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)/y;

/** Names between commas. */
export const names: Kind<string[]> = {
  parse(text) {
    const found: string[] = [];
    for (let at = 0; at <= text.length; at = nameBetweenCommas.lastIndex) {
      nameBetweenCommas.lastIndex = at;
      const [whole, quoted, plain] = nameBetweenCommas.exec(text) ?? refuse(text, "names between commas");
      found.push(quoted?.replaceAll('""', '"') ?? plain!.trim());
      if (!whole.endsWith(",")) break;
    }
    return found;
  },
  list: (values) =>
    values.every((value) => typeof value === "string" || typeof value === "number")
      ? values.map(String)
      : refuse(JSON.stringify(values), "a list of names"),
  schema: { type: "array", items: { type: "string" } },
};

/** A setting's value as an option's text. */
export function written(value: unknown): string {
  const quoted = (name: unknown): string => {
    const text = String(name);
    return /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return Array.isArray(value) ? value.map(quoted).join(",") : String(value);
}

/** A seed: any whole number that PyTorch takes. */
export const seed: Kind<number> = {
  parse(text) {
    const value = Number(text);
    return /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? value : refuse(text, "a whole number");
  },
  schema: { type: "integer" },
};

/** One of a few words. */
export function choice<Word extends string>(...words: Word[]): Kind<Word> {
  return {
    parse: (text) => words.find((word) => word === text) ?? refuse(text, `one of ${words.join(", ")}`),
    schema: { enum: words },
    choices: words,
  };
}
