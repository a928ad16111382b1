import { signal } from "@preact/signals";

export type Rgb = readonly [red: number, green: number, blue: number];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Which colours the page has; what is painted on a canvas reads it to be painted anew. */
export const theme = signal<"light" | "dark">(dark.matches ? "dark" : "light");

dark.addEventListener("change", ({ matches }) => {
  theme.value = matches ? "dark" : "light";
});

export const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

/** Colours read before: asking the style sheet makes the browser work out all styles. */
const known = new Map<string, Rgb>();

/** A colour of the style sheet, kept there as `--name: red green blue`. */
export function colour(name: string): Rgb {
  const key = `${theme.peek()} ${name}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const text = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
  const [red = 0, green = 0, blue = 0] = text.trim().split(/\s+/).map(Number);
  const found: Rgb = [red, green, blue];
  if (text.trim() !== "") known.set(key, found);
  return found;
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}
