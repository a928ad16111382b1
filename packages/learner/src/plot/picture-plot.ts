import { showBatch, showImage, toPng } from "@mnist/data";
import { Plot, type TextOptions } from "./plot.js";
import { toBase64 } from "./to-png.js";
import { config, schema, type VegaLiteSpec } from "./vega-lite-spec.js";

/** A gray picture and what stands above it. */
export interface TitledPicture {
  /** width × height levels, row by row. */
  readonly pixels: ArrayLike<number>;
  readonly title: string;
}

export interface PictureGrid {
  readonly width: number;
  readonly height: number;
  /** The level that is shown as white. */
  readonly maximum: number;
  /** How many stand side by side at most. @default so many that there are about as many rows */
  readonly columns?: number | undefined;
  readonly title?: string;
}

type FilledGrid = PictureGrid & { readonly columns: number };

/** How wide a picture is drawn, and what is between two. */
const side = 84;
const gap = 12;
const titleHeight = 16;

/** Gray pictures in rows, each under its title. */
export function picturePlot(
  pictures: readonly TitledPicture[],
  { columns = Math.ceil(Math.sqrt(pictures.length)), ...others }: PictureGrid,
): Plot {
  const grid = { ...others, columns };
  return new Plot(specOf(pictures, grid), (options) => {
    const text = textOf(pictures, grid, options);
    return grid.title === undefined ? text : `${grid.title}\n${text}`;
  });
}

function textOf(
  pictures: readonly TitledPicture[],
  { width, height, maximum, columns: most }: FilledGrid,
  { columns, colors }: Required<TextOptions>,
): string {
  if (columns < width) {
    const size = { width, height, maximum, colors, columns };
    return pictures
      .map(({ title, pixels }) => `${title.slice(0, columns)}\n${showImage(pixels, size)}`)
      .join("\n\n");
  }
  const batch = {
    images: pictures.flatMap(({ pixels }) => Array.from(pixels)),
    labels: Array.from(pictures.keys()),
    classes: pictures.map(({ title }) => title),
    width,
    height,
  };
  const side = Math.max(1, Math.min(most, Math.floor((columns + 2) / (width + 2))));
  return showBatch(batch, { count: pictures.length, columns: side, maximum, colors });
}

function specOf(pictures: readonly TitledPicture[], grid: FilledGrid): VegaLiteSpec {
  const { width, height, maximum, title } = grid;
  const tall = (side * height) / width;
  const columns = Math.min(grid.columns, pictures.length) || 1;
  const rows = Math.ceil(pictures.length / columns);
  const values = pictures.map((picture, i) => ({
    title: shortened(picture.title),
    url: `data:image/png;base64,${toBase64(toPng(picture.pixels, { width, height, maximum, scale: 4 }))}`,
    x: (i % columns) * (side + gap),
    y: Math.floor(i / columns) * (tall + gap + titleHeight),
  }));
  const [wide, high] = [columns * (side + gap), rows * (tall + gap + titleHeight)];
  const position = (field: string, length: number): VegaLiteSpec => ({
    field,
    type: "quantitative",
    axis: null,
    scale: field === "y" ? { domain: [0, length], reverse: true } : { domain: [0, length] },
  });
  return {
    $schema: schema,
    config,
    ...(title !== undefined && { title }),
    width: wide,
    height: high,
    data: { values },
    encoding: { x: position("x", wide), y: position("y", high) },
    layer: [
      {
        mark: { type: "text", align: "left", baseline: "top", fontSize: 11 },
        encoding: { text: { field: "title", type: "nominal" } },
      },
      {
        mark: {
          type: "image",
          width: side,
          height: tall,
          align: "left",
          baseline: "top",
          yOffset: titleHeight,
        },
        encoding: { url: { field: "url", type: "nominal" } },
      },
    ],
  };
}

/** As much of a title as stands above one picture. */
function shortened(title: string): string {
  const most = 15;
  return title.length > most ? `${title.slice(0, most - 1)}…` : title;
}
