/** Red, green and blue, 0..255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours from a share of 0 to one of 1, by straight lines between evenly spaced stops. */
export type ColorMapName = "viridis" | "greys";

const stops: Readonly<Record<ColorMapName, readonly number[]>> = {
  /** @source matplotlib's viridis at ninths (Nathaniel Smith and Stéfan van der Walt, CC0) */
  viridis: [
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725,
  ],
  greys: [0xffffff, 0x000000],
};

function channels(color: number): Rgb {
  return [color >> 16, (color >> 8) & 255, color & 255];
}

/** The colour of a share 0..1. */
export function colorOf(map: ColorMapName, share: number): Rgb {
  const colors = stops[map];
  const place = share * (colors.length - 1);
  const before = Math.min(Math.floor(place), colors.length - 2);
  const from = channels(colors[before]!);
  const to = channels(colors[before + 1]!);
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (place - before) * (to[channel] - from[channel]));
  return [mix(0), mix(1), mix(2)];
}

export function toHex([red, green, blue]: Rgb): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, "0")}`;
}

/**
 * Whether light text reads better on a colour: its relative luminance is below 0.408, as pandas has it.
 * @source WCAG 2, relative luminance; pandas Styler.background_gradient, text_color_threshold
 */
export function isDark(color: Rgb): boolean {
  const linear = (level: number): number =>
    level <= 0.03928 * 255 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]) < 0.408;
}
