import { type Shape, sameShape } from "./shape.js";

/** Where a tensor's elements lie in its storage: element [i, j, …] at offset + i·strides[0] + j·strides[1] + … */
export interface Layout {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** A layout in a storage: a tensor, or what stands for one. */
interface View extends Layout {
  readonly storage: object;
}

/** Whether two show the same elements in the same way. */
export function isSameView(a: View, b: View): boolean {
  if (a.storage !== b.storage || a.offset !== b.offset) return false;
  return sameShape(a.shape, b.shape) && sameShape(a.strides, b.strides);
}

const ofScalar: readonly number[] = [];
const ofVector: readonly number[] = [1];

/** Strides of a row-major layout without gaps. */
export function rowMajorStrides(shape: Shape): readonly number[] {
  if (shape.length < 2) return shape.length === 0 ? ofScalar : ofVector;
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= Math.max(shape[axis]!, 1);
  }
  return strides;
}

export function isRowMajor(shape: Shape, strides: readonly number[]): boolean {
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 0) return true;
    if (size !== 1) {
      if (strides[axis] !== stride) return false;
      stride *= size;
    }
  }
  return true;
}

/** The axes from the one that lies widest apart in memory to the closest; those of row-major tensors as they are. */
export function memoryOrder({ shape, strides }: Layout): number[] {
  const axes = strides.map((_, axis) => axis);
  if (isRowMajor(shape, strides)) return axes;
  return axes.sort((a, b) => Math.abs(strides[b]!) - Math.abs(strides[a]!));
}

/** Strides that repeat a tensor along the axes it is stretched on. */
export function broadcastStrides({ shape, strides }: Layout, target: Shape): readonly number[] {
  const lead = target.length - shape.length;
  return target.map((size, axis) => {
    const own = axis - lead;
    return own < 0 || (shape[own] === 1 && size !== 1) ? 0 : strides[own]!;
  });
}

/**
 * Strides under which the same elements, in the same order, take another shape; null when only a copy can do it.
 * Runs of axes that lie in memory as one are found and cut anew.
 */
export function reshapeStrides({ shape, strides }: Layout, target: Shape): readonly number[] | null {
  const from = collapse(shape, [strides]);
  const result = new Array<number>(target.length).fill(1);
  if (shape.includes(0)) return rowMajorStrides(target);
  let axis = target.length - 1;
  for (let run = from.shape.length - 1; run >= 0; run--) {
    let left = from.shape[run]!;
    let stride = from.strides[0]![run]!;
    while (left > 1) {
      while (axis >= 0 && target[axis] === 1) axis--;
      const size = axis >= 0 ? target[axis]! : 0;
      if (size === 0 || left % size !== 0) return null;
      result[axis--] = stride;
      stride *= size;
      left /= size;
    }
  }
  return result;
}

export interface Collapsed {
  readonly shape: number[];
  /** For each operand its strides over `shape`. */
  readonly strides: number[][];
}

/** Drops axes of size 1 and joins neighbours that every operand walks in one stride, so that loops are few and long. */
export function collapse(shape: Shape, operands: readonly (readonly number[])[]): Collapsed {
  const joined: Collapsed = { shape: [], strides: operands.map(() => []) };
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis]!;
    if (size === 1) continue;
    const last = joined.shape.length - 1;
    const continues =
      last >= 0 && operands.every((strides, i) => joined.strides[i]![last] === strides[axis]! * size);
    if (continues) {
      joined.shape[last]! *= size;
      operands.forEach((strides, i) => {
        joined.strides[i]![last] = strides[axis]!;
      });
    } else {
      joined.shape.push(size);
      operands.forEach((strides, i) => {
        joined.strides[i]!.push(strides[axis]!);
      });
    }
  }
  return joined;
}

/** Calls `visit` with each operand's position at the start of every innermost row of a collapsed layout. */
export function forEachRow(
  { shape, strides }: Collapsed,
  offsets: readonly number[],
  visit: (positions: readonly number[]) => void,
): void {
  const outer = shape.length - 1;
  if (shape.includes(0)) return;
  const counters = new Array<number>(Math.max(outer, 0)).fill(0);
  const positions = [...offsets];
  for (;;) {
    visit(positions);
    let axis = outer - 1;
    for (; axis >= 0; axis--) {
      counters[axis]!++;
      for (let i = 0; i < positions.length; i++) positions[i]! += strides[i]![axis]!;
      if (counters[axis]! < shape[axis]!) break;
      for (let i = 0; i < positions.length; i++) positions[i]! -= strides[i]![axis]! * shape[axis]!;
      counters[axis] = 0;
    }
    if (axis < 0) return;
  }
}
