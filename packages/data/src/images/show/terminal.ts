/** How many colours a terminal shows. */
export type ColorDepth = "truecolor" | "256" | "ascii";

export interface ShowImageOptions {
  readonly width: number;
  readonly height: number;
  readonly colors?: ColorDepth;
}

const ramp = " .:-=+*#%@";
const reset = "\u001b[0m";

/** A gray picture as text: two rows a line by half blocks in 24-bit or 256 colours, or characters by their ink. */
export function showImage(
  pixels: ArrayLike<number>,
  { width, height, colors = "truecolor" }: ShowImageOptions,
): string {
  const lines: string[] = [];
  const at = (x: number, y: number): number => (y < height ? pixels[y * width + x]! : 0);
  for (let y = 0; y < height; y += 2) {
    let line = "";
    for (let x = 0; x < width; x++) {
      const [upper, lower] = [at(x, y), at(x, y + 1)];
      if (colors === "ascii") line += ramp[Math.round(((upper + lower) / 2 / 255) * (ramp.length - 1))];
      else line += `${paint(38, upper, colors)}${paint(48, lower, colors)}▀`;
    }
    lines.push(colors === "ascii" ? line.trimEnd() : line + reset);
  }
  return lines.join("\n");
}

function paint(layer: 38 | 48, level: number, colors: "truecolor" | "256"): string {
  if (colors === "truecolor") return `\u001b[${layer};2;${level};${level};${level}m`;
  return `\u001b[${layer};5;${232 + Math.round((level / 255) * 23)}m`;
}
