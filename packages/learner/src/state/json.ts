/** What a state holds beside its tensors. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** JSON has no words for these numbers; a loss may well be one of them. */
const marks = new Map<string, number>([
  ["#NaN", Number.NaN],
  ["#Infinity", Number.POSITIVE_INFINITY],
  ["#-Infinity", Number.NEGATIVE_INFINITY],
]);

/** Text that is a mark, or one with more `#` before it. */
const marked = /^#+(NaN|-?Infinity)$/;

/** JSON text in which NaN and ±Infinity keep their values; text that looks like their marks gets one more `#`. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === "string" && marked.test(each)) return `#${each}`;
    return typeof each === "number" && !Number.isFinite(each) ? `#${each}` : each;
  });
}

/** The value that `writeJson` wrote. @throws SyntaxError where the text is not JSON. */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, each: unknown) => {
    if (typeof each !== "string" || !marked.test(each)) return each;
    return marks.get(each) ?? each.slice(1);
  });
}
