/** Round numbers from `low` to `high`, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/** Powers of ten within a span, at most `count` of them. */
export function powers(low: number, high: number, count: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(Math.ceil((last - first + 1) / count), 1);
  return Array.from(
    { length: Math.max(Math.floor((last - first) / every) + 1, 0) },
    (_, i) => 10 ** (first + i * every),
  );
}

const superscript = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** A tick's number, short. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e5 || size < 1e-3)) {
    const exponent = Math.floor(Math.log10(size) + 1e-9);
    const digits = [...String(Math.abs(exponent))].map((digit) => superscript[Number(digit)]).join("");
    const factor = Number((value / 10 ** exponent).toPrecision(2));
    return `${factor === 1 ? "" : `${factor}·`}10${exponent < 0 ? "⁻" : ""}${digits}`;
  }
  const text = Number(value.toPrecision(6));
  return size >= 10_000 ? text.toLocaleString("en") : String(text).replace("-", "−");
}
