import { signal } from "@preact/signals";
import { tenDigits } from "../settings/recipes.js";
import { lookOf } from "../state/looks.js";
import { slotHere } from "../state/settings.js";
import { client } from "../worker/client.js";
import { showInk } from "./drawing.js";

/** What went wrong with the picture opened last. */
export const pictureProblem = signal<string | null>(null);

let examples = 0;

/** Puts a digit on the pad that the network has not learned from. */
export async function showExample(): Promise<void> {
  pictureProblem.value = null;
  const slot = slotHere.peek();
  const known = (lookOf(slot).peek()?.classes ?? tenDigits).filter((name) => tenDigits.includes(name));
  const digits = slot === "threes-sevens" ? ["3", "7"] : known.length > 0 ? known : tenDigits;
  const index = examples++;
  const digit = digits[(index * 7 + 3) % digits.length] ?? "3";
  showInk(await client.call("example", { index, digit }));
}
