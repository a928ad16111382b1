/** A number in at most ten characters: 0.123457, 1.235e+11, NaN. */
export function figure(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "inf");
  const size = Math.abs(value);
  return size >= 1e4 || (size > 0 && size < 10 ** -digits) ? value.toExponential(2) : value.toFixed(digits);
}

/** "2:05" of 125 seconds. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-:--";
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const bars = "▁▂▃▄▅▆▇█";

/** Numbers as a line of little bars, the means of as many stretches as there is room for. */
export function sparkline(values: readonly number[], width: number): string {
  const known = values.filter(Number.isFinite);
  const count = Math.min(width, known.length);
  const means = Array.from({ length: count }, (_, i) => {
    const part = known.slice(
      Math.floor((i * known.length) / count),
      Math.floor(((i + 1) * known.length) / count),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const level = (value: number) => (high > low ? Math.round((7 * (value - low)) / (high - low)) : 0);
  return means.map((mean) => bars[level(mean)]).join("");
}
