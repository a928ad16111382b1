/** Whether more of an objective is better, or less. */
export type Direction = "maximize" | "minimize";

/** Below 0 where the first objective is better; one that is no number is the worst. */
export function compareObjectives(a: number, b: number, direction: Direction): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return direction === "maximize" ? b - a : a - b;
}
