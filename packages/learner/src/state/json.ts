/** What a state holds beside its tensors. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON has no words for these numbers; a loss may well be one of them. */
const marks = new Map<string, number>([
  ["#NaN", Number.NaN],
  ["#Infinity", Number.POSITIVE_INFINITY],
  ["#-Infinity", Number.NEGATIVE_INFINITY],
]);

/** JSON text in which NaN and ±Infinity keep their values. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "number" && !Number.isFinite(each) ? `#${each}` : each,
  );
}

/** The value that `writeJson` wrote. @throws SyntaxError where the text is not JSON. */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, each: unknown) =>
    typeof each === "string" ? (marks.get(each) ?? each) : each,
  );
}
