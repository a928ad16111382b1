import { type PerAxis, pad, ShapeError, type Tensor } from "@mnist/tensor";
import { checkOptions, dispatch, own, primitives } from "@mnist/tensor/internal";
import { spread } from "../layers/kernel-layer.js";
import { refuseInput } from "../refuse-input.js";

export interface FoldingOptions {
  /** Positions from one window to the next; 1 unless said. */
  readonly stride?: PerAxis;
  /** Zeros on each side; 0 unless said. */
  readonly padding?: PerAxis;
  /** Positions from one element of a window to the next; 1 unless said. */
  readonly dilation?: PerAxis;
}

type Pair = readonly [number, number];
const pair = (value: PerAxis): Pair => spread(value, 2) as unknown as Pair;

function settled(operation: string, options: FoldingOptions) {
  checkOptions(operation, options, { stride: null, padding: null, dilation: null });
  const { stride = 1, padding = 0, dilation = 1 } = options;
  return { stride: pair(stride), padding: pair(padding), dilation: pair(dilation) };
}

/**
 * The windows of a picture as columns: [batch, channels, height, width] → [batch, channels · kernel, windows].
 *
 * @throws ShapeError where the kernel does not fit.
 * @source torch.nn.functional.unfold
 * @example
 * unfold(ones([1, 2, 4, 4]), 3).shape // [1, 18, 4]
 */
export function unfold(x: Tensor, kernelSize: PerAxis, options: FoldingOptions = {}): Tensor {
  if (x.ndim === 3) return own(unfold(x.unsqueeze(0), kernelSize, options).squeeze(0));
  if (x.ndim !== 4) refuseInput("unfold", x, "[batch, channels, height, width]");
  const [[high, wide], { stride, padding, dilation }] = [pair(kernelSize), settled("unfold", options)];
  const [down, across] = padding;
  const bordered = down + across === 0 ? x : pad(x, [across, across, down, down]);
  const windows = bordered.unfold(2, high, stride[0], dilation[0]).unfold(3, wide, stride[1], dilation[1]);
  const [batch, channels] = x.shape as [number, number];
  const columns = windows.permute([0, 1, 4, 5, 2, 3]);
  return own(columns.reshape([batch, channels * high * wide, windows.shape[2]! * windows.shape[3]!]), x);
}

/**
 * `unfold`'s adjoint: columns [batch, channels · kernel, windows] added up where their windows lie → [batch, channels,
 * …outputSize].
 *
 * @throws ShapeError where the columns are not those of such a picture.
 * @source torch.nn.functional.fold
 * @example
 * fold(ones([1, 4, 4]), 3, 2).arraySync() // [[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]]
 */
export function fold(
  columns: Tensor,
  outputSize: PerAxis,
  kernelSize: PerAxis,
  options: FoldingOptions = {},
): Tensor {
  if (columns.ndim === 2) return own(fold(columns.unsqueeze(0), outputSize, kernelSize, options).squeeze(0));
  const [output, kernel, { stride, padding, dilation }] = [
    pair(outputSize),
    pair(kernelSize),
    settled("fold", options),
  ];
  const whole = output.map((size, axis) => size + 2 * padding[axis]!);
  const counts = whole.map(
    (size, axis) => Math.floor((size - dilation[axis]! * (kernel[axis]! - 1) - 1) / stride[axis]!) + 1,
  ) as unknown as Pair;
  const [batch, rows, windows] = columns.shape as [number, number, number];
  const channels = rows / (kernel[0] * kernel[1]);
  if (columns.ndim !== 3 || !Number.isInteger(channels) || windows !== counts[0] * counts[1]) {
    throw new ShapeError({
      operation: "fold",
      got: `columns [${columns.shape.join(", ")}] for pictures of ${output[0]} × ${output[1]}`,
      expected: `[batch, channels · ${kernel[0] * kernel[1]}, ${counts[0] * counts[1]}]`,
    });
  }
  const laid = columns.reshape([batch, channels, ...kernel, ...counts]).permute([0, 1, 4, 5, 2, 3]);
  const settings = (axis: 0 | 1) => ({
    dim: 2 + axis,
    size: kernel[axis],
    step: stride[axis],
    dilation: dilation[axis],
    length: whole[axis]!,
  });
  const across = dispatch(primitives.fold, [laid], settings(1));
  const both = dispatch(primitives.fold, [across], settings(0));
  return own(both.narrow(2, padding[0], output[0]).narrow(3, padding[1], output[1]));
}
