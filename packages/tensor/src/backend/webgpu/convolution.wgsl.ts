import type { Convolution } from "../../ops/convolution-windows.js";
import { type Shape, sizeOf } from "../../shape.js";
import type { WholeCall } from "../device.js";
import type { Commands } from "./commands.js";
import { groupSize } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";
import { windowFields, windowKernel, windowNumbers } from "./windows.wgsl.js";

/** Elements that a thread, or a workgroup, adds up at once: what they all need is read once for all of them. */
const widths = [8, 4, 2, 1] as const;
type Width = (typeof widths)[number];
/** Fewer workgroups than this leave a graphics processor idle. */
const fewestGroups = 64;

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

/** How the elements of an output are shared out. */
interface Sums {
  /** The axis of the output along which neighbours are added up together, and how many of those see the same channels. */
  readonly axis: 0 | 1;
  readonly outOf: (left: Shape, right: Shape, settings: Convolution) => number;
  /** Whether a workgroup adds up, or a thread alone. */
  readonly isShared: boolean;
  readonly body: (width: Width) => string;
}

const each = (width: Width, line: (index: number) => string, between = "\n      "): string =>
  Array.from({ length: width }, (_, index) => line(index)).join(between);

/** Where a block of elements lies: `p0` to `p3`, of which one counts blocks; `first` of `most` in its group of channels, `part`. */
const placesOf = (index: string, axis: 0 | 1, most: string, width: Width): string => `
  let most = ${most};
  let blocks = (most + ${width - 1}) / ${width};
  let p3 = ${index} % number(output_sizes + 3u);
  let p2 = ${index} / number(output_sizes + 3u) % number(output_sizes + 2u);
  let rest = ${index} / (number(output_sizes + 3u) * number(output_sizes + 2u));
  let across = ${axis === 0 ? "number(output_sizes + 1u)" : "blocks * (number(output_sizes + 1u) / most)"};
  let p1 = rest % across;
  let p0 = rest / across;
  let part = p${axis} / blocks;
  let first = p${axis} % blocks * ${width};`;

/** Hands on the sums of a block but for what is beyond its group of channels. */
const finishEach = (axis: 0 | 1, width: Width, sum: (index: number) => string): string => {
  const at = (index: number): string => `part * most + first + ${index}`;
  const place = (index: number): string => {
    const [p0, p1] = axis === 0 ? [at(index), "p1"] : ["p0", at(index)];
    return `((${p0}) * number(output_sizes + 1u) + ${p1}) * number(output_sizes + 2u) + p2`;
  };
  return each(
    width,
    (index) =>
      `if (first + ${index} < most) { finish((${place(index)}) * number(output_sizes + 3u) + p3, ${sum(index)}); }`,
    "\n  ",
  );
};

/** For each tap the products with all channels, of which there are `length`, `step` apart in the filters. */
const taps = (width: Width, tap: string, length: string, step: string): string => `
  ${each(width, (index) => `var sum${index} = 0.0;`, "\n  ")}
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps + ${step});
  for (var i = 0; i < number(filter_size); i++) {
    let y = ${tap}(p2, i, 0u, number(left_sizes + 2u));
    if (y < 0) { continue; }
    for (var j = 0; j < number(filter_size + 1u); j++) {
      let x = ${tap}(p3, j, 1u, number(left_sizes + 3u));
      if (x < 0) { continue; }
      var left_at = left_start + y * number(left_steps + 2u) + x * number(left_steps + 3u);
      var right_at = right_start + i * number(right_steps + 2u) + j * number(right_steps + 3u);
      for (var c = 0; c < ${length}; c++) {
        let value = input0[left_at];
        ${each(width, (index) => `sum${index} += value * input1[right_at + right${index}];`, "\n        ")}
        left_at += left_step;
        right_at += right_step;
      }
    }
  }`;

/** Where in an operand the elements of a block begin; what is beyond its group of channels is the last of that. */
const starts = (width: Width, step: string): string =>
  each(width, (index) => `let right${index} = min(first + ${index}, most - 1) * number(${step});`, "\n  ");

const outputsOfGroup = "number(right_sizes) / number(groups_of_channels)";

const parts: Readonly<Record<string, Sums>> = {
  conv2d: {
    axis: 1,
    outOf: (_, [outputs], { groups }) => outputs! / groups,
    isShared: false,
    body: (width) => `${placesOf("thread", 1, outputsOfGroup, width)}
  let channels = number(right_sizes + 1u);
  let left_start = number(offsets) + p0 * number(left_steps) + part * channels * number(left_steps + 1u);
  let right_start = number(offsets + 1u) + part * most * number(right_steps);
  ${starts(width, "right_steps")}${taps(width, "inside_tap", "channels", "1u")}
  ${finishEach(1, width, (index) => `sum${index}`)}`,
  },
  conv2dInput: {
    axis: 1,
    outOf: (_, [, channels]) => channels!,
    isShared: false,
    body: (width) => `${placesOf("thread", 1, "number(right_sizes + 1u)", width)}
  let outputs = ${outputsOfGroup};
  let left_start = number(offsets) + p0 * number(left_steps) + part * outputs * number(left_steps + 1u);
  let right_start = number(offsets + 1u) + part * outputs * number(right_steps);
  ${starts(width, "right_steps + 1u")}${taps(width, "window_of", "outputs", "0u")}
  ${finishEach(1, width, (index) => `sum${index}`)}`,
  },
  // Few elements of many products each: every thread adds up each 64th, then pairs of threads what they have.
  conv2dWeight: {
    axis: 0,
    outOf: (_, [, outputs], { groups }) => outputs! / groups,
    isShared: true,
    body: (width) => `${placesOf("group", 0, "number(output_sizes) / number(groups_of_channels)", width)}
  let left_start = number(offsets) + (part * number(output_sizes + 1u) + p1) * number(left_steps + 1u);
  let right_start = number(offsets + 1u) + part * most * number(right_steps + 1u);
  ${starts(width, "right_steps + 1u")}
  ${each(width, (index) => `var sum${index} = 0.0;`, "\n  ")}
  let wide = number(right_sizes + 3u);
  let high = number(right_sizes + 2u);
  for (var n = i32(lane); n < number(right_sizes) * high * wide; n += ${groupSize}) {
    let window_x = n % wide;
    let window_y = n / wide % high;
    let image = n / (wide * high);
    let y = inside_tap(window_y, p2, 0u, number(left_sizes + 2u));
    let x = inside_tap(window_x, p3, 1u, number(left_sizes + 3u));
    if (y < 0 || x < 0) { continue; }
    let value = input0[left_start + image * number(left_steps) + y * number(left_steps + 2u) + x * number(left_steps + 3u)];
    let right_at = right_start + image * number(right_steps)
      + window_y * number(right_steps + 2u) + window_x * number(right_steps + 3u);
    ${each(width, (index) => `sum${index} += value * input1[right_at + right${index}];`, "\n    ")}
  }
  ${each(width, (index) => `sums[${index * groupSize}u + lane] = sum${index};`, "\n  ")}
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) {
      ${each(width, (index) => `sums[${index * groupSize}u + lane] += sums[${index * groupSize}u + lane + half];`)}
    }
  }
  if (lane > 0u) { return; }
  ${finishEach(0, width, (index) => `sums[${index * groupSize}u]`)}`,
  },
};

const insideTap = `
// Where a window's tap lies along an axis; -1 where that is border.
fn inside_tap(window: i32, tap: i32, axis: u32, count: i32) -> i32 {
  let place = tap_of(window, tap, axis);
  return select(place, -1, place >= count);
}`;

const finish = "fn finish(place: i32, sum: f32) { output[place] = sum; }";

/** As many elements at once as there are, and as leave enough to do for all of the processor. */
function widthOf(most: number, workgroups: (width: Width) => number): Width {
  const fits = (width: Width): boolean => width <= most && workgroups(width) >= fewestGroups;
  return widths.find(fits) ?? 1;
}

/** A convolution or a gradient of one without columns in memory; false for other calls. */
export function convolution(
  commands: Commands,
  { primitive, inputs, attributes, output }: WholeCall,
): boolean {
  const sums = parts[primitive.name];
  if (sums === undefined) return false;
  const settings = attributes as Convolution;
  const [left, right] = inputs as [(typeof inputs)[number], (typeof inputs)[number]];
  const most = sums.outOf(left.shape, right.shape, settings);
  const elements = sizeOf(output.shape.filter((_, axis) => axis !== sums.axis));
  const blocks = (width: Width): number =>
    elements * (output.shape[sums.axis]! / most) * Math.ceil(most / width);
  const workgroups = (width: Width): number =>
    sums.isShared ? blocks(width) : Math.ceil(blocks(width) / groupSize);
  const width = widthOf(most, workgroups);
  const numbers = {
    count: blocks(width),
    left_sizes: left.shape,
    left_steps: left.strides,
    right_sizes: right.shape,
    right_steps: right.strides,
    output_sizes: output.shape,
    offsets: [left.offset, right.offset],
    ...windowNumbers(settings),
    groups_of_channels: settings.groups,
  };
  const kernel = windowKernel(`${primitive.name} ${width}`, fields, {
    declarations: `${insideTap}
var<workgroup> sums: array<f32, ${groupSize * width}>;`,
    body: `
  if (${sums.isShared ? "group" : "thread"} >= number(count)) { return; }${sums.body(width)}`,
    finish,
  });
  commands.run(kernel, numbers, [output, left, right].map(bufferOf), workgroups(width));
  return true;
}
