import type { ColorDepth } from "@mnist/data";

/** The colours of the first, the second, … series of a plot. @source Tableau 10, as in Vega's `tableau10` */
export const palette = [
  "#4c78a8",
  "#f58518",
  "#e45756",
  "#72b7b2",
  "#54a24b",
  "#eeca3b",
  "#b279a2",
  "#ff9da6",
  "#9d755d",
  "#bab0ac",
] as const;

/** The names that notes use. */
const named: Readonly<Record<string, string>> = {
  black: "#000000",
  blue: "#0000ff",
  cyan: "#00ffff",
  gray: "#808080",
  green: "#008000",
  magenta: "#ff00ff",
  orange: "#ffa500",
  purple: "#800080",
  red: "#ff0000",
  yellow: "#ffff00",
};

const reset = "\u001b[39m";

/** Text in a colour, `#rrggbb` or one of the usual names; as it is where no colour is to be had. */
export function paint(text: string, color: string, colors: ColorDepth): string {
  const hex = /^#[0-9a-f]{6}$/i.test(color) ? color : named[color];
  if (colors === "ascii" || hex === undefined) return text;
  const [red, green, blue] = [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16)) as [
    number,
    number,
    number,
  ];
  if (colors === "truecolor") return `\u001b[38;2;${red};${green};${blue}m${text}${reset}`;
  const level = (value: number): number => Math.round(value / 51);
  return `\u001b[38;5;${16 + 36 * level(red) + 6 * level(green) + level(blue)}m${text}${reset}`;
}
