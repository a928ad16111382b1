import { linspace, ones, ShapeError, stack, sub, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";

export interface GridOptions {
  /** Whether −1 and 1 are the middles of the outermost pixels rather than their outer edges; false unless said. */
  readonly alignCorners?: boolean;
}

/**
 * Where each pixel of a picture comes from under an affine map: theta [batch, 2, 3], size [batch, channels, height, width]
 * → [batch, height, width, 2], places (x, y) from −1 to 1.
 *
 * @source torch.nn.functional.affine_grid
 */
export function affineGrid(theta: Tensor, size: readonly number[], options: GridOptions = {}): Tensor {
  checkOptions("affineGrid", options, { alignCorners: [true, false] });
  const [batch, , height, width] = size as [number, number, number, number];
  if (size.length !== 4 || theta.shape.join() !== [batch, 2, 3].join()) {
    throw new ShapeError({
      operation: "affineGrid",
      got: `theta [${theta.shape.join(", ")}] and size [${size.join(", ")}]`,
      expected: "[batch, 2, 3] and [batch, channels, height, width]",
    });
  }
  const { dtype, device } = theta;
  const line = (count: number): Tensor => {
    if (count === 1) return zeros([1], { dtype, device });
    const places = linspace(-1, 1, count, { dtype, device });
    return options.alignCorners ? places : places.mul((count - 1) / count);
  };
  const [x, y] = [line(width).expand([height, width]), line(height).unsqueeze(1).expand([height, width])];
  const base = stack([x, y, ones([height, width], { dtype, device })], -1).reshape([1, height * width, 3]);
  return base
    .expand([batch, height * width, 3])
    .matmul(theta.transpose(1, 2))
    .reshape([batch, height, width, 2]);
}

export interface GridSampleOptions extends GridOptions {
  /** The nearest pixel, or a mean of the four around, weighed by distance. "bilinear" unless said. */
  readonly mode?: "bilinear" | "nearest";
  /** What lies outside: zeros, the nearest edge, or the mirrored picture. "zeros" unless said. */
  readonly paddingMode?: "zeros" | "border" | "reflection";
}

/** A place from −1 to 1 in pixels. */
function inPixels(place: Tensor, size: number, alignCorners: boolean): Tensor {
  return alignCorners
    ? place.add(1).mul((size - 1) / 2)
    : place
        .add(1)
        .mul(size / 2)
        .sub(0.5);
}

/** A place mirrored at the picture's ends until it lies within. */
function mirrored(place: Tensor, size: number, alignCorners: boolean): Tensor {
  const [low, span] = alignCorners ? [0, size - 1] : [-0.5, size];
  if (span === 0) return place.mul(0);
  const distance = place.sub(low).abs();
  const extra = distance.fmod(span);
  const isEven = distance.div(span).floor().remainder(2).eq(0);
  return isEven.where(extra.add(low), sub(span + low, extra));
}

/** Within the picture; a place on its ends or beyond does not move with the grid. */
function kept(place: Tensor, size: number): Tensor {
  const isInside = place.gt(0).logicalAnd(place.lt(size - 1));
  return isInside.where(place, place.detach().clamp(0, size - 1));
}

/**
 * A picture read at the places of a grid: x [batch, channels, height, width], grid [batch, rows, columns, 2] of (x, y)
 * from −1 to 1 → [batch, channels, rows, columns].
 *
 * @throws ShapeError where they do not fit together.
 * @source torch.nn.functional.grid_sample
 */
export function gridSample(x: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  checkOptions("gridSample", options, {
    mode: ["bilinear", "nearest"],
    paddingMode: ["zeros", "border", "reflection"],
    alignCorners: [true, false],
  });
  if (x.ndim !== 4 || grid.ndim !== 4 || grid.shape[0] !== x.shape[0] || grid.shape[3] !== 2) {
    throw new ShapeError({
      operation: "gridSample",
      got: `[${x.shape.join(", ")}] and a grid [${grid.shape.join(", ")}]`,
      expected: "[batch, channels, height, width] and [batch, rows, columns, 2]",
    });
  }
  const { mode = "bilinear", paddingMode = "zeros", alignCorners = false } = options;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const place = (axis: 0 | 1, size: number): Tensor => {
    const pixels = inPixels(grid.select(-1, axis), size, alignCorners);
    if (paddingMode === "zeros") return pixels;
    return kept(paddingMode === "border" ? pixels : mirrored(pixels, size, alignCorners), size);
  };
  const [across, down] = [place(0, width), place(1, height)];
  const flat = x.reshape([batch, channels, height * width]);
  const [rows, columns] = grid.shape.slice(1, 3) as [number, number];
  /** The pixels at whole places, 0 outside. */
  const read = (column: Tensor, row: Tensor): Tensor => {
    const isInside = column
      .ge(0)
      .logicalAnd(column.lt(width))
      .logicalAnd(row.ge(0))
      .logicalAnd(row.lt(height));
    const index = isInside.where(row.mul(width).add(column), 0).to("int32");
    const spread = index.reshape([batch, 1, rows * columns]).expand([batch, channels, rows * columns]);
    const found = flat.gather(2, spread.contiguous()).reshape([batch, channels, rows, columns]);
    return isInside.unsqueeze(1).where(found, 0);
  };
  if (mode === "nearest") return read(across.detach().round(), down.detach().round());
  const [left, top] = [across.detach().floor(), down.detach().floor()];
  const [right, bottom] = [left.add(1), top.add(1)];
  const corners: [Tensor, Tensor, Tensor][] = [
    [left, top, right.sub(across).mul(bottom.sub(down))],
    [right, top, across.sub(left).mul(bottom.sub(down))],
    [left, bottom, right.sub(across).mul(down.sub(top))],
    [right, bottom, across.sub(left).mul(down.sub(top))],
  ];
  const parts = corners.map(([column, row, weight]) => read(column, row).mul(weight.unsqueeze(1)));
  return parts.reduce((sum, part) => sum.add(part));
}
