/** A string, or a sign that opens, closes or separates; all else between them is skipped. */
const tokens = /"(?:[^"\\]+|\\.)*"|[{}[\]:,]/g;

/** A key that the outermost object of a JSON text has more than once, which `JSON.parse` would let pass; or null. */
export function repeatedKey(json: string): string | null {
  const seen = new Set<string>();
  let depth = 0;
  let previous = "";
  for (const [token] of json.matchAll(tokens)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1) {
      const key = JSON.parse(previous) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    previous = token;
  }
  return null;
}
