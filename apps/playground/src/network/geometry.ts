export interface Box {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Where the parts of the living network stand; `across` flows to the right, else downwards. */
export interface Geometry {
  readonly across: boolean;
  readonly input: Box;
  readonly units: readonly Box[];
  /** Where the lines to each class end. */
  readonly outputs: readonly (readonly [x: number, y: number])[];
}

const widest = 160;

/** Two staggered columns of units between the picture at the left and the bars at the right. */
function acrossGeometry(width: number, height: number, units: number, outputs: number): Geometry {
  const side = Math.min(widest, width * 0.33, height * 0.5);
  const rows = Math.ceil(units / 2);
  const gap = height / rows;
  const unit = Math.min(gap * 0.86, width * 0.13);
  const middle = side + (width - side) * 0.5;
  return {
    across: true,
    input: { x: 0, y: (height - side) / 2, side },
    units: Array.from({ length: units }, (_, i) => ({
      x: middle + (i % 2 === 0 ? -unit * 1.12 : unit * 0.12),
      y: Math.floor(i / 2) * gap + (gap - unit) / 2,
      side: unit,
    })),
    outputs: Array.from({ length: outputs }, (_, i) => [width, ((i + 0.5) * height) / outputs] as const),
  };
}

/** One row of units between the picture above and the bars below. */
function downGeometry(width: number, height: number, units: number, outputs: number): Geometry {
  const side = Math.min(height * 0.38, 72);
  const gap = width / units;
  const unit = Math.min(gap * 0.86, height * 0.26);
  const top = side + (height - side) * 0.34 - unit * 0.25;
  return {
    across: false,
    input: { x: (width - side) / 2, y: 0, side },
    units: Array.from({ length: units }, (_, i) => ({ x: i * gap + (gap - unit) / 2, y: top, side: unit })),
    outputs: Array.from({ length: outputs }, (_, i) => [((i + 0.5) * width) / outputs, height] as const),
  };
}

export function geometry(
  width: number,
  height: number,
  across: boolean,
  units: number,
  outputs: number,
): Geometry {
  return (across ? acrossGeometry : downGeometry)(width, height, units, outputs);
}
