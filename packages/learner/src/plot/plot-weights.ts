import { ShapeError, type Tensor } from "@mnist/tensor";
import { picturePlot } from "./picture-plot.js";
import type { Plot } from "./plot.js";

export interface PlotWeightsOptions {
  /** How many outputs, from the first on. @default 16 */
  readonly count?: number;
  /** Height and width of an output's picture. @default the weights of an output make a square */
  readonly size?: readonly [height: number, width: number];
  readonly title?: string;
}

/**
 * What each output of a first layer looks for: its weights as a picture, lighter where ink speaks for it. Gray is 0.
 *
 * @param weight [outputs, height·width], [outputs, 1, height, width], or [height·width, 1] as in the notes
 * @throws ShapeError where the weights of an output make no picture
 */
export async function plotWeights(
  weight: Tensor,
  { count = 16, size, title = "weights" }: PlotWeightsOptions = {},
): Promise<Plot> {
  const isColumn = weight.shape.length === 2 && weight.shape[1] === 1;
  const outputs = isColumn ? 1 : (weight.shape[0] ?? 0);
  const area = outputs === 0 ? 0 : weight.numel() / outputs;
  const [height, width] = size ?? [Math.sqrt(area), Math.sqrt(area)];
  if (height * width !== area || !Number.isInteger(width) || area < 2) {
    throw new ShapeError({
      operation: "plotWeights",
      got: `weights of shape [${weight.shape.join(", ")}]${size ? ` for pictures of ${height}×${width}` : ""}`,
      expected: "[outputs, height·width]: a picture for each output",
      hint: "Try size: [height, width] where the pictures are no squares.",
    });
  }
  const values = await weight.data();
  const pictures = Array.from({ length: Math.min(count, outputs) }, (_, output) => {
    const own = Array.from(values.subarray(output * area, (output + 1) * area));
    const most = own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
    return { title: String(output), pixels: own.map((value) => (value / most + 1) / 2) };
  });
  return picturePlot(pictures, {
    width,
    height,
    maximum: 1,
    title,
  });
}
