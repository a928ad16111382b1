import { collapse } from "../../layout.js";
import { type Windows, windowsOf } from "../../ops/convolution-windows.js";
import type { WholeCall } from "../device.js";
import type { Commands } from "./commands.js";
import { axes, axesOfAll, groupSize, mostAxes } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";
import { windowFields, windowKernel, windowNumbers } from "./windows.wgsl.js";

const fields = {
  count: 1,
  rank: 1,
  shape: mostAxes,
  strides: 2 * mostAxes,
  offsets: 2,
  value_steps: 2,
  by_steps: 2,
  sizes: 2,
  windows: 2,
  ...windowFields,
};

/** Where in the image the largest of a window stands, or -1 where all of it is border: the first of equals, NaN above all. */
const declarations = `
fn largest_in(start: i32, window_y: i32, window_x: i32) -> i32 {
  var found = -1;
  var best = 0.0;
  for (var i = 0; i < number(filter_size); i++) {
    let y = tap_of(window_y, i, 0u);
    if (y < 0 || y >= number(sizes)) { continue; }
    for (var j = 0; j < number(filter_size + 1u); j++) {
      let x = tap_of(window_x, j, 1u);
      if (x < 0 || x >= number(sizes + 1u)) { continue; }
      let candidate = input1[start + y * number(by_steps) + x * number(by_steps + 1u)];
      if (found < 0 || candidate > best || is_nan(candidate)) {
        found = y * number(sizes + 1u) + x;
        best = candidate;
      }
    }
  }
  return found;
}`;

const startOf = (operand: number): string =>
  `number(offsets + ${operand}u) + position(plane, number(rank), shape, strides + ${operand * mostAxes}u)`;

const bodies: Readonly<Record<string, string>> = {
  pickLargest: `
  if (thread >= number(count)) { return; }
  let across = number(windows + 1u);
  let plane = thread / (number(windows) * across);
  let found = largest_in(${startOf(1)}, thread / across % number(windows), thread % across);
  if (found < 0) {
    output[thread] = -infinity();
    return;
  }
  let y = found / number(sizes + 1u);
  let x = found % number(sizes + 1u);
  output[thread] = input0[${startOf(0)} + y * number(value_steps) + x * number(value_steps + 1u)];`,
  spreadLargest: `
  if (thread >= number(count)) { return; }
  let across = number(sizes + 1u);
  let plane = thread / (number(sizes) * across);
  let here = thread % (number(sizes) * across);
  let values_start = ${startOf(0)};
  let by_start = ${startOf(1)};
  var sum = 0.0;
  for (var i = 0; i < number(filter_size); i++) {
    let y = window_of(here / across, i, 0u, number(windows));
    if (y < 0) { continue; }
    for (var j = 0; j < number(filter_size + 1u); j++) {
      let x = window_of(here % across, j, 1u, number(windows + 1u));
      if (x < 0) { continue; }
      if (largest_in(by_start, y, x) == here) {
        sum += input0[values_start + y * number(value_steps) + x * number(value_steps + 1u)];
      }
    }
  }
  output[thread] = sum;`,
};

/** Max pooling's pick or its adjoint; false for other calls. */
export function pooling(commands: Commands, { primitive, inputs, attributes, output }: WholeCall): boolean {
  const body = bodies[primitive.name];
  if (body === undefined) return false;
  const settings = attributes as Windows;
  const [values, by] = inputs as [(typeof inputs)[number], (typeof inputs)[number]];
  const planes = collapse(
    output.shape.slice(0, -2),
    inputs.map(({ strides }) => strides.slice(0, -2)),
  );
  const count = output.numel();
  const numbers = {
    count,
    rank: planes.shape.length,
    shape: axes(primitive.name, planes.shape),
    strides: axesOfAll(primitive.name, planes.strides),
    offsets: [values.offset, by.offset],
    value_steps: values.strides.slice(-2),
    by_steps: by.strides.slice(-2),
    sizes: by.shape.slice(-2),
    windows: windowsOf(settings),
    ...windowNumbers(settings),
  };
  const kernel = windowKernel(primitive.name, fields, () => ({ declarations, body }));
  commands.run(kernel, numbers, [output, values, by].map(bufferOf), Math.ceil(count / groupSize));
  return true;
}
