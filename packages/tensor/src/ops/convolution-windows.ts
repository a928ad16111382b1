/** A number for the height and one for the width. */
export type Pair = readonly [number, number];

/** Windows over the last two axes: (y, x) has at each place the element y·stride + place·dilation - low, likewise x. */
export interface Windows {
  /** Height and width of the input. */
  readonly input: Pair;
  /** Height and width of a window. */
  readonly filter: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Border before and after each axis. */
  readonly low: Pair;
  readonly high: Pair;
}

export interface Convolution extends Windows {
  /** Parts that the channels fall into, each seeing only its own. */
  readonly groups: number;
}

/** How many there are along each axis. */
export function windowsOf({ input, filter, strides, dilations, low, high }: Windows): Pair {
  const along = (axis: 0 | 1): number => {
    const free = input[axis] + low[axis] + high[axis] - dilations[axis] * (filter[axis] - 1) - 1;
    return Math.floor(free / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}
