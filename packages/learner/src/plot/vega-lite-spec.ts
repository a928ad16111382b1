import type { Json } from "../state/json.js";

/** A Vega-Lite 5 specification as plain JSON, its data inside. @source https://vega.github.io/vega-lite */
export type VegaLiteSpec = { readonly [key: string]: Json };

/** What every specification begins with. */
export const schema = "https://vega.github.io/schema/vega-lite/v5.json";

/** Quiet axes and one typeface, which the PNG is drawn with too. */
export const config: VegaLiteSpec = {
  font: "DejaVu Sans, Helvetica, Arial, sans-serif",
  view: { stroke: null },
  axis: { gridColor: "#e8e8e8", domainColor: "#888888", tickColor: "#888888", titleFontWeight: "normal" },
  title: { anchor: "start", fontSize: 13, fontWeight: "normal" },
};

/** A number that JSON has, or null, which Vega-Lite leaves a gap for. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
