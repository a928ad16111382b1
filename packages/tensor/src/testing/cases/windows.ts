import { conv1d, conv2d } from "../../composite/convolution.js";
import { adaptiveAvgPool2d, avgPool2d, maxPool2d } from "../../composite/pooling.js";
import { floats, type OperationCase, operation } from "../operation-case.js";

const conv = "torch.nn.functional.conv2d";
const maximum = "torch.nn.functional.max_pool2d";
const average = "torch.nn.functional.avg_pool2d";
const adaptive = "torch.nn.functional.adaptive_avg_pool2d";
const image = floats([1, 2, 5, 4]);
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
  operation(average, "F.avg_pool2d(a, 2)", [image], (a) => avgPool2d(a, 2)),
  operation(average, "F.avg_pool2d(a, (3, 2), 1, (1, 0))", [image], (a) =>
    avgPool2d(a, [3, 2], { stride: 1, padding: [1, 0] }),
  ),
  operation(average, "F.avg_pool2d(a, 3, 2, 1, False, False)", [image], (a) =>
    avgPool2d(a, 3, { stride: 2, padding: 1, countIncludePad: false }),
  ),
  operation(adaptive, "F.adaptive_avg_pool2d(a, 1)", [image], (a) => adaptiveAvgPool2d(a, 1)),
  operation(adaptive, "F.adaptive_avg_pool2d(a, (2, 3))", [image], (a) => adaptiveAvgPool2d(a, [2, 3])),
];
