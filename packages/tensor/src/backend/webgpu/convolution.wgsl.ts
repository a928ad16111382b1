import type { Convolution } from "../../ops/convolution-windows.js";
import type { WholeCall } from "../device.js";
import type { Commands } from "./commands.js";
import { groupSize } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";
import { windowFields, windowKernel, windowNumbers } from "./windows.wgsl.js";

const fields = {
  count: 1,
  left_sizes: 4,
  left_steps: 4,
  right_sizes: 4,
  right_steps: 4,
  output_sizes: 4,
  offsets: 2,
  ...windowFields,
  groups_of_channels: 1,
};

/** A convolution or one of its gradients: a thread, or a workgroup, adds up all products of an element. */
interface Sums {
  readonly isShared: boolean;
  readonly body: string;
}

const element = (operand: string, input: number): string => `
fn ${operand}(a: i32, b: i32, c: i32, d: i32) -> f32 {
  return input${input}[number(offsets + ${input}u)
    + a * number(${operand}_steps) + b * number(${operand}_steps + 1u)
    + c * number(${operand}_steps + 2u) + d * number(${operand}_steps + 3u)];
}`;

const declarations = `${element("left", 0)}${element("right", 1)}
var<workgroup> sums: array<f32, ${groupSize}>;`;

const finish = "fn finish(place: i32, sum: f32) { output[place] = sum; }";

/** The four places of an output's element. */
const placesOf = (index: string): string => `
  let p3 = ${index} % number(output_sizes + 3u);
  let p2 = ${index} / number(output_sizes + 3u) % number(output_sizes + 2u);
  let rest = ${index} / (number(output_sizes + 3u) * number(output_sizes + 2u));
  let p1 = rest % number(output_sizes + 1u);
  let p0 = rest / number(output_sizes + 1u);`;

const alone = (body: string): Sums => ({
  isShared: false,
  body: `
  if (thread >= number(count)) { return; }${placesOf("thread")}
  var sum = 0.0;${body}
  finish(thread, sum);`,
});

const parts: Readonly<Record<string, Sums>> = {
  conv2d: alone(`
  let channels = number(right_sizes + 1u);
  let first = p1 / (number(right_sizes) / number(groups_of_channels)) * channels;
  for (var c = 0; c < channels; c++) {
    for (var i = 0; i < number(filter_size); i++) {
      let y = tap_of(p2, i, 0u);
      if (y < 0 || y >= number(left_sizes + 2u)) { continue; }
      for (var j = 0; j < number(filter_size + 1u); j++) {
        let x = tap_of(p3, j, 1u);
        if (x < 0 || x >= number(left_sizes + 3u)) { continue; }
        sum += left(p0, first + c, y, x) * right(p1, c, i, j);
      }
    }
  }`),
  conv2dInput: alone(`
  let channels = number(right_sizes + 1u);
  let outputs = number(right_sizes) / number(groups_of_channels);
  let first = p1 / channels * outputs;
  for (var i = 0; i < number(filter_size); i++) {
    let y = window_of(p2, i, 0u, number(left_sizes + 2u));
    if (y < 0) { continue; }
    for (var j = 0; j < number(filter_size + 1u); j++) {
      let x = window_of(p3, j, 1u, number(left_sizes + 3u));
      if (x < 0) { continue; }
      for (var o = first; o < first + outputs; o++) {
        sum += left(p0, o, y, x) * right(o, p1 % channels, i, j);
      }
    }
  }`),
  // Few elements of many products each: every thread adds up each 64th, then pairs of threads what they have.
  conv2dWeight: {
    isShared: true,
    body: `
  if (group >= number(count)) { return; }${placesOf("group")}
  let channels = number(output_sizes + 1u);
  let channel = p0 / (number(output_sizes) / number(groups_of_channels)) * channels + p1;
  let across = number(right_sizes + 3u);
  let down = number(right_sizes + 2u);
  var sum = 0.0;
  for (var n = i32(lane); n < number(right_sizes) * down * across; n += ${groupSize}) {
    let window_y = n / across % down;
    let y = tap_of(window_y, p2, 0u);
    let x = tap_of(n % across, p3, 1u);
    if (y >= 0 && y < number(left_sizes + 2u) && x >= 0 && x < number(left_sizes + 3u)) {
      let image = n / (across * down);
      sum += left(image, channel, y, x) * right(image, p0, window_y, n % across);
    }
  }
  sums[lane] = sum;
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { finish(group, sums[0]); }`,
  },
};

/** A convolution or a gradient of one without columns in memory; false for other calls. */
export function convolution(
  commands: Commands,
  { primitive, inputs, attributes, output }: WholeCall,
): boolean {
  const sums = parts[primitive.name];
  if (sums === undefined) return false;
  const settings = attributes as Convolution;
  const [left, right] = inputs as [(typeof inputs)[number], (typeof inputs)[number]];
  const count = output.numel();
  const numbers = {
    count,
    left_sizes: left.shape,
    left_steps: left.strides,
    right_sizes: right.shape,
    right_steps: right.strides,
    output_sizes: output.shape,
    offsets: [left.offset, right.offset],
    ...windowNumbers(settings),
    groups_of_channels: settings.groups,
  };
  const threads = sums.isShared ? count : Math.ceil(count / groupSize);
  const kernel = windowKernel(primitive.name, fields, { declarations, body: sums.body, finish });
  commands.run(kernel, numbers, [output, left, right].map(bufferOf), threads);
  return true;
}
