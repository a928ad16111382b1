import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { theme } from "../picture/theme.js";

interface ChartProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly height: number;
  readonly data: uPlot.AlignedData;
  /** Made anew, with the colours of the theme shown, where `variant` changes. */
  readonly options: () => Omit<uPlot.Options, "width" | "height">;
  readonly variant?: string;
}

/** A chart as wide as its place. */
export function Chart({ label, height, data, options, variant = "" }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const shown = theme.value;
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot({ ...options(), width: element.clientWidth, height }, data, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shown, variant, height]);
  useLayoutEffect(() => chart.current?.setData(data), [data]);
  return <div ref={place} class="chart" style={{ height: `${height}px` }} role="img" aria-label={label} />;
}
