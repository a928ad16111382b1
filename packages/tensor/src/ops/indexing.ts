import type { DType } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { showShape } from "../shape.js";
import { Tensor } from "../tensor.js";
import { checkIndex } from "./check-index.js";
import { copy } from "./pointwise.js";
import { kernel } from "./primitive.js";
import { asElement } from "./source.js";

function checkFits(operation: string, input: Tensor, dim: number, index: Tensor): void {
  const fits =
    input.ndim === index.ndim &&
    index.shape.every((size, axis) => axis === dim || size <= input.shape[axis]!);
  if (!fits) {
    throw new ShapeError({
      operation,
      got: `an index of shape ${showShape(index.shape)} for a tensor of shape ${showShape(input.shape)} along dim ${dim}`,
      expected: "as many axes, none longer than the tensor's except along dim",
      ...(index.ndim === input.ndim - 1 && { hint: `Try index.unsqueeze(${dim}).` }),
    });
  }
}

/** output[i][j][k] = input[index[i][j][k]][j][k] for dim 0, likewise for others. @source torch.gather */
export const gather = kernel("gather", {
  infer([input, index], { dim }: { dim: number }) {
    checkIndex("gather", index!);
    checkFits("gather", input!, dim, index!);
    return { shape: index!.shape, dtype: input!.dtype };
  },
  run: (device, [input, index], { dim }, output) => device.gather(input!, dim, index!, output),
});

/** A copy of input to which source is added at the places index names along dim. @source torch.scatter_add */
export const scatterAdd = kernel("scatterAdd", {
  infer([input, index, source], { dim }: { dim: number }) {
    checkIndex("scatterAdd", index!);
    checkFits("scatterAdd", input!, dim, index!);
    if (!index!.shape.every((size, axis) => size <= source!.shape[axis]!) || index!.ndim !== source!.ndim) {
      throw new ShapeError({
        operation: "scatterAdd",
        got: `a source of shape ${showShape(source!.shape)} for an index of shape ${showShape(index!.shape)}`,
        expected: "a source at least as large as the index on every axis",
      });
    }
    return { shape: input!.shape, dtype: input!.dtype };
  },
  run: (device, [input, index, source], { dim }, output) =>
    device.scatterAdd(input!, dim, index!, source!, output),
});

export interface Padding {
  /** Elements put before each axis; negative ones cut. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Elements put between neighbours. */
  readonly interior: readonly number[];
  readonly value: number;
}

/** A border of `value` around every axis and between neighbours; negative borders cut. @source torch.nn.functional.pad */
export const pad = kernel("pad", {
  infer([input], { low, high, interior }: Padding) {
    const shape: number[] = [];
    for (let axis = 0; axis < low.length; axis++) {
      const size = input!.shape[axis]!;
      shape.push(low[axis]! + high[axis]! + size + Math.max(size - 1, 0) * interior[axis]!);
    }
    if (shape.some((size) => size < 0)) {
      throw new ShapeError({
        operation: "pad",
        got: `padding that leaves shape ${showShape(shape)}`,
        expected: "no axis cut by more than it has",
      });
    }
    return { shape, dtype: input!.dtype };
  },
  run(device, [input], padding, output) {
    device.fill(asElement(output.dtype, padding.value), output);
    const [from, to] = insidePadding(input!, padding, output);
    if (from.numel() > 0) device.map(copy, [from], to);
  },
});

/** The part of the input that stays, and the view of the output that it fills. */
function insidePadding(input: Tensor, { low, interior }: Padding, output: Tensor): [Tensor, Tensor] {
  const shape: number[] = [];
  const strides: number[] = [];
  let from = input.offset;
  let to = output.offset;
  for (let axis = 0; axis < low.length; axis++) {
    const gap = interior[axis]! + 1;
    const before = low[axis]!;
    const first = before < 0 ? Math.ceil(-before / gap) : 0;
    const last = Math.min(input.shape[axis]! - 1, Math.floor((output.shape[axis]! - 1 - before) / gap));
    shape.push(Math.max(last - first + 1, 0));
    strides.push(output.strides[axis]! * gap);
    from += input.strides[axis]! * first;
    to += output.strides[axis]! * (before + first * gap);
  }
  return [
    new Tensor(input.storage, shape, input.strides, from),
    new Tensor(output.storage, shape, strides, to),
  ];
}

/** Tensors laid end to end along `dim`. @source torch.cat */
export const cat = kernel("cat", {
  infer(inputs, { dim, dtype }: { dim: number; dtype: DType }) {
    const length = inputs.reduce((sum, each) => sum + each.shape[dim]!, 0);
    return { shape: inputs[0]!.shape.with(dim, length), dtype };
  },
  run(device, inputs, { dim }, output) {
    const stride = output.strides[dim]!;
    let offset = output.offset;
    for (const input of inputs) {
      if (input.numel() > 0)
        device.map(copy, [input], new Tensor(output.storage, input.shape, output.strides, offset));
      offset += input.shape[dim]! * stride;
    }
  },
});
