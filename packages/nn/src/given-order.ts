/** Whether an object of these names may have been written in another order: it sorts numbers first, and 0, 1, … are in order anyhow. */
export function hidesOrder(names: readonly string[]): boolean {
  const isAnyhow = names.length < 2 || names.every((name, place) => name === String(place));
  return !isAnyhow && names.some((name) => String(Number(name) >>> 0) === name);
}

/** Entries of an object in the order in which their names were given; those of other names come last. */
export function asGiven<Entry extends readonly [string, unknown]>(
  entries: Entry[],
  names: readonly string[],
): Entry[] {
  const placeOf = ([name]: Entry): number => names.indexOf(name) >>> 0;
  if (entries.every(([name], place) => name === names[place])) return entries;
  return entries.sort((left, right) => placeOf(left) - placeOf(right));
}
