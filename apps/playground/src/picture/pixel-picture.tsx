import { useLayoutEffect, useRef } from "preact/hooks";
import { colour, type Rgb, theme } from "./theme.js";

/** `ink`: 0..255 from paper to ink. `signed`: from −scale over nothing at 0 to +scale. */
export type Colours = "ink" | "signed";

interface PixelPictureProps {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
  readonly colours: Colours;
  /** The value shown at full strength; the largest there is unless said otherwise. */
  readonly scale?: number;
  /** What a screen reader says; without it the picture is decoration. */
  readonly label?: string;
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

function paint(
  canvas: HTMLCanvasElement,
  { width, height, values, colours, scale }: PixelPictureProps,
): void {
  // Kept in the processor's memory: a page has hundreds of these, and each of the graphics processor's is a layer of its own.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null || width * height !== values.length || values.length === 0) return;
  canvas.width = width;
  canvas.height = height;
  const full = scale ?? (colours === "ink" ? 255 : largest(values));
  const above: Rgb = colour(colours === "ink" ? "ink" : "positive");
  const below: Rgb = colour("negative");
  const image = context.createImageData(width, height);
  for (let i = 0; i < values.length; i++) {
    const [red, green, blue] = values[i]! < 0 ? below : above;
    image.data[4 * i] = red;
    image.data[4 * i + 1] = green;
    image.data[4 * i + 2] = blue;
    image.data[4 * i + 3] = full > 0 ? Math.min(255, (255 * Math.abs(values[i]!)) / full) : 0;
  }
  context.putImageData(image, 0, 0);
}

/** Numbers as a picture, one pixel each, in the page's colours. */
export function PixelPicture(props: PixelPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = theme.value;
  const { values, scale, label } = props;
  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, props);
  }, [values, scale, shown]);
  return (
    <canvas
      ref={canvas}
      class="pixels"
      width={props.width}
      height={props.height}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
