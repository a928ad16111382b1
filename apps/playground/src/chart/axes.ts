import type uPlot from "uplot";
import { colour, css } from "../picture/theme.js";

/** Quiet axes in the page's colours: across with a name, up with numbers alone. */
export function axes(across: string): uPlot.Axis[] {
  const text = css(colour("quiet"));
  const line = { stroke: css(colour("line")), width: 1 };
  const shared = {
    stroke: text,
    grid: line,
    ticks: { ...line, size: 4 },
    font: "12px system-ui, sans-serif",
  };
  return [
    { ...shared, label: across, labelFont: "12px system-ui, sans-serif", labelSize: 18, size: 28 },
    { ...shared, size: 46 },
  ];
}
