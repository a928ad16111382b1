import type { Shape } from "../shape.js";

/** What the header of an `.npy` file says. */
export interface NpyHeader {
  /** The elements' type as it is written, and NumPy's code of it less the order of bytes: `f4`, `u1`, `b1`. */
  readonly descr: string;
  readonly code: string;
  readonly isBigEndian: boolean;
  /** Whether it lies in Fortran order. */
  readonly isColumnMajor: boolean;
  /** As it is written; and as numbers, which may be beyond those that are exact. */
  readonly sizes: string;
  readonly shape: Shape;
}

const size = "(?:0|[1-9]\\d*)L?";
const tuple = `\\(\\s*(?:${size}\\s*,\\s*(?:${size}\\s*(?:,\\s*${size}\\s*)*,?\\s*)?)?\\)`;
/** A key and its value: text, True or False, or a tuple of sizes, which Python 2 wrote with an L. */
const entry = new RegExp(
  `\\s*(?:'(\\w+)'|"(\\w+)")\\s*:\\s*(?:'([^']*)'|"([^"]*)"|(True|False)|(${tuple}))\\s*(?:,|(?=\\s*\\}$))`,
  "y",
);

/**
 * Reads the Python dictionary of a header, its keys in any order; null where it is another.
 * @source numpy.lib.format, versions 1.0 to 3.0
 */
export function parseNpyHeader(text: string): NpyHeader | null {
  const trimmed = text.trim();
  const values = new Map<string, string>();
  entry.lastIndex = 1;
  let end = 1;
  for (let found = entry.exec(trimmed); found !== null; found = entry.exec(trimmed)) {
    const [, single, double, ...value] = found;
    values.set(single ?? double!, value.find((each) => each !== undefined)!);
    end = entry.lastIndex;
  }
  const [descr, order = "", sizes = ""] = ["descr", "fortran_order", "shape"].map((key) => values.get(key));
  if (!trimmed.startsWith("{") || trimmed.slice(end).trim() !== "}" || values.size !== 3) return null;
  if (descr === undefined || !/^(True|False)$/.test(order) || !sizes.startsWith("(")) return null;
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  return { descr, ...elementType(descr), isColumnMajor: order === "True", sizes, shape };
}

/** NumPy's code of a type, which may be called by its name too, and the order of its bytes. */
function elementType(descr: string): Pick<NpyHeader, "code" | "isBigEndian"> {
  const [, order = "", name = ""] = /^([<>|=]?)(.*)$/.exec(descr) ?? [];
  const [, kind, bits] = /^(float|u?int)(8|16|32|64)$/.exec(name) ?? [];
  const code = kind === undefined ? name : `${kind[0]}${Number(bits) / 8}`;
  return { code: code === "bool" || code === "?" ? "b1" : code, isBigEndian: order === ">" };
}
