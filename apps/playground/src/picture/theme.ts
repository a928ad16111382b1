import { signal } from "@preact/signals";

export type Rgb = readonly [red: number, green: number, blue: number];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Which colours the page has; what is painted on a canvas reads it to be painted anew. */
export const theme = signal<"light" | "dark">(dark.matches ? "dark" : "light");

dark.addEventListener("change", ({ matches }) => {
  theme.value = matches ? "dark" : "light";
});

export const prefersStill = matchMedia("(prefers-reduced-motion: reduce)");

/** A colour of the style sheet, kept there as `--name: red green blue`. */
export function colour(name: string): Rgb {
  const text = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
  const [red = 0, green = 0, blue = 0] = text.trim().split(/\s+/).map(Number);
  return [red, green, blue];
}

export function css([red, green, blue]: Rgb, alpha = 1): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`;
}
