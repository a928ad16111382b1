import { distance } from "fastest-levenshtein";

/** The name that was most likely meant; undefined where none is near. */
function closest(given: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, far: distance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best !== undefined && best.far <= Math.max(2, given.length / 3) ? best.name : undefined;
}

/** " Did you mean digits?", or nothing. */
export function didYouMean(given: string, names: readonly string[]): string {
  const name = closest(given, names);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}
