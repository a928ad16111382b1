/** Whether objects sort a name by its number, before all that are none: "0" and "10", but not "-1" or "01". */
function isPosition(name: string): boolean {
  return String(Number(name) >>> 0) === name;
}

/** Whether an object of these names may have been written in another order: one of numbers, but not of 0, 1, … alone. */
export function hidesOrder(names: readonly string[]): boolean {
  if (names.length < 2 || names.every((name, place) => name === String(place))) return false;
  return names.some(isPosition);
}

/** Entries of an object in the order in which their names were given; those of other names come last. */
export function asGiven<Entry extends readonly [string, unknown]>(
  entries: Entry[],
  names: readonly string[],
): Entry[] {
  if (entries.every(([name], place) => name === names[place])) return entries;
  const places = new Map(names.map((name, place) => [name, place]));
  const placeOf = ([name]: Entry): number => places.get(name) ?? names.length;
  return entries.sort((left, right) => placeOf(left) - placeOf(right));
}
