import {
  adaptiveAvgPool2d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose2d,
  interpolate,
  maxPool2d,
} from "@mnist/tensor";
import { floats, type OperationCase, operation, values } from "../operation-case.js";

const conv = "torch.nn.functional.conv2d";
const maximum = "torch.nn.functional.max_pool2d";
const average = "torch.nn.functional.avg_pool2d";
const adaptive = "torch.nn.functional.adaptive_avg_pool2d";
const transposed = "torch.nn.functional.conv_transpose2d";
const resized = "torch.nn.functional.interpolate";
const image = floats([1, 2, 5, 4]);
const spotted = values([0, Infinity, 2, 3, 4, 5, 6, Number.NaN], "float32", [1, 1, 2, 4]);
const signal = floats([2, 2, 6]);
const taps = floats([2, 2, 3], { seed: 1 });
const kernel = floats([2, 2, 3, 2], { seed: 1 });
const bias = floats([2], { seed: 2 });

/** Convolution and pooling. */
export const windows: readonly OperationCase[] = [
  operation("torch.nn.functional.conv1d", "F.conv1d(a, b, c)", [signal, taps, bias], (a, b, c) =>
    conv1d(a, b, c),
  ),
  operation(
    "torch.nn.functional.conv1d",
    "F.conv1d(a, b, stride=2, padding=1, dilation=2)",
    [signal, taps],
    (a, b) => conv1d(a, b, null, { stride: 2, padding: 1, dilation: 2 }),
  ),
  operation(conv, "F.conv2d(a, b, c)", [image, kernel, bias], (a, b, c) => conv2d(a, b, c)),
  operation(conv, "F.conv2d(a, b, stride=(2, 1), padding=1)", [image, kernel], (a, b) =>
    conv2d(a, b, null, { stride: [2, 1], padding: 1 }),
  ),
  operation(conv, "F.conv2d(a, b, dilation=2)", [image, floats([1, 2, 2, 2])], (a, b) =>
    conv2d(a, b, null, { dilation: 2 }),
  ),
  operation(conv, "F.conv2d(a, b, groups=2)", [image, floats([4, 1, 2, 2])], (a, b) =>
    conv2d(a, b, null, { groups: 2 }),
  ),
  operation(conv, "F.conv2d(a, b, padding='same')", [image, floats([1, 2, 3, 2])], (a, b) =>
    conv2d(a, b, null, { padding: "same" }),
  ),
  operation(
    conv,
    "F.conv2d(a, b, stride=(2, 1), padding=2, dilation=(1, 2), groups=2)",
    [floats([1, 4, 4, 3]), floats([2, 2, 3, 2], { seed: 1 })],
    (a, b) => conv2d(a, b, null, { stride: [2, 1], padding: 2, dilation: [1, 2], groups: 2 }),
  ),
  operation(maximum, "F.max_pool2d(a, (2, 3), (2, 1), 1)", [floats([2, 1, 4, 5])], (a) =>
    maxPool2d(a, [2, 3], { stride: [2, 1], padding: 1 }),
  ),
  operation(maximum, "F.max_pool2d(a, 2)", [image], (a) => maxPool2d(a, 2)),
  operation(maximum, "F.max_pool2d(a, 3, 1, 1)", [image], (a) => maxPool2d(a, 3, { stride: 1, padding: 1 })),
  ...(["F.max_pool2d(a, 3, 2, 1, 1, True)", "F.max_pool2d(a, 2, 3, 0, 1, True)"] as const).map((call) =>
    operation(maximum, call, [image], (a) =>
      call.includes("3, 2")
        ? maxPool2d(a, 3, { stride: 2, padding: 1, ceilMode: true })
        : maxPool2d(a, 2, { stride: 3, ceilMode: true }),
    ),
  ),
  operation(maximum, "F.max_pool2d(a, 2, return_indices=True)", [image], (a) =>
    maxPool2d(a, 2, { returnIndices: true }),
  ),
  operation(average, "F.avg_pool2d(a, 3, 2, 1, True)", [image], (a) =>
    avgPool2d(a, 3, { stride: 2, padding: 1, ceilMode: true }),
  ),
  operation(average, "F.avg_pool2d(a, 2, 3, 0, True, False)", [floats([1, 1, 6, 5])], (a) =>
    avgPool2d(a, 2, { stride: 3, ceilMode: true, countIncludePad: false }),
  ),
  operation(average, "F.avg_pool2d(a, 2, divisor_override=3)", [image], (a) =>
    avgPool2d(a, 2, { divisorOverride: 3 }),
  ),
  operation(transposed, "F.conv_transpose2d(a, b)", [floats([2, 3, 4]), floats([2, 2, 2, 3])], (a, b) =>
    convTranspose2d(a, b),
  ),
  operation(average, "F.avg_pool2d(a, 2)", [image], (a) => avgPool2d(a, 2)),
  operation(average, "F.avg_pool2d(a, (3, 2), 1, (1, 0))", [image], (a) =>
    avgPool2d(a, [3, 2], { stride: 1, padding: [1, 0] }),
  ),
  operation(average, "F.avg_pool2d(a, 3, 2, 1, False, False)", [image], (a) =>
    avgPool2d(a, 3, { stride: 2, padding: 1, countIncludePad: false }),
  ),
  operation(adaptive, "F.adaptive_avg_pool2d(a, 1)", [image], (a) => adaptiveAvgPool2d(a, 1)),
  operation(adaptive, "F.adaptive_avg_pool2d(a, (2, 3))", [image], (a) => adaptiveAvgPool2d(a, [2, 3])),
  operation(adaptive, "F.adaptive_avg_pool2d(a, (5, 2))", [image], (a) => adaptiveAvgPool2d(a, [5, 2])),
  operation(adaptive, "F.adaptive_avg_pool2d(a, (2, 3))", [spotted], (a) => adaptiveAvgPool2d(a, [2, 3]), {
    gradient: false,
  }),
  operation(transposed, "F.conv_transpose2d(a, b, c)", [image, floats([2, 2, 2, 3]), bias], (a, b, c) =>
    convTranspose2d(a, b, c),
  ),
  operation(
    transposed,
    "F.conv_transpose2d(a, b, stride=(2, 3), padding=(1, 0), output_padding=(1, 2), dilation=(1, 2), groups=2)",
    [floats([1, 2, 2, 3]), floats([2, 2, 3, 2], { seed: 1 })],
    (a, b) =>
      convTranspose2d(a, b, null, {
        stride: [2, 3],
        padding: [1, 0],
        outputPadding: [1, 2],
        dilation: [1, 2],
        groups: 2,
      }),
  ),
  operation(resized, "F.interpolate(a, scale_factor=2)", [image], (a) => interpolate(a, { scaleFactor: 2 })),
  operation(resized, "F.interpolate(a, size=(3, 7))", [image], (a) => interpolate(a, { size: [3, 7] })),
  operation(resized, "F.interpolate(a, size=(7, 3), mode='bilinear')", [image], (a) =>
    interpolate(a, { size: [7, 3], mode: "bilinear" }),
  ),
  operation(resized, "F.interpolate(a, scale_factor=(1.5, 0.5), mode='bilinear')", [image], (a) =>
    interpolate(a, { scaleFactor: [1.5, 0.5], mode: "bilinear" }),
  ),
  operation(resized, "F.interpolate(a, scale_factor=(1.1, 1.3), mode='bilinear')", [image], (a) =>
    interpolate(a, { scaleFactor: [1.1, 1.3], mode: "bilinear" }),
  ),
  operation(resized, "F.interpolate(a, size=(7, 6), mode='bilinear', align_corners=True)", [image], (a) =>
    interpolate(a, { size: [7, 6], mode: "bilinear", alignCorners: true }),
  ),
];
