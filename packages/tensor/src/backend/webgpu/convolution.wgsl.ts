import type { Convolution } from "../../ops/convolution-windows.js";
import type { Shape } from "../../shape.js";
import type { WholeCall } from "../device.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";
import { windowFields, windowKernel, windowNumbers } from "./windows.wgsl.js";

/**
 * What a thread, or a workgroup, adds up at once: so many elements along the axis of the output that the filters (for their
 * own gradient, the output's gradient) have, times so many along another. What is read serves all of a row or column of these.
 */
interface Block {
  readonly right: number;
  readonly left: number;
}

/** Large ones first. */
const blocks: readonly Block[] = [8, 4, 2, 1]
  .flatMap((right) => [4, 2, 1].map((left) => ({ right, left })))
  .sort((a, b) => b.right * b.left - a.right * a.left);

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

/** A convolution or one of its gradients. */
interface Sums {
  /** The axis of the output that belongs to the right operand, and how many of it see the same channels. */
  readonly axis: 0 | 1;
  readonly most: (right: Shape, settings: Convolution) => number;
  /** The same in WGSL. */
  readonly mostNumber: string;
  /** Whether a workgroup adds up a block, or a thread alone. */
  readonly isShared: boolean;
  /** Where the operands begin, and the loop over all products. */
  readonly body: (block: Block) => string;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n  ");

const sizeOf = ({ right, left }: Block): number => right * left;

const namesOf = (block: Block): string[] =>
  Array.from({ length: sizeOf(block) }, (_, index) => `sum${index}`);

/** A line for each sum of a block. */
const cells = (block: Block, line: (sum: string, l: number, r: number) => string): string =>
  namesOf(block)
    .map((sum, index) => line(sum, Math.floor(index / block.right), index % block.right))
    .join("\n  ");

/** Where the block `index` lies in the output: from `first_left` and `first_right` of the group of channels `part` on, at `p2` and `p3`. */
const placesOf = ({ axis, mostNumber, isShared }: Sums, { right, left }: Block): string => `
  let index = ${isShared ? "group" : "thread"};
  if (index >= number(count)) { return; }
  let most = ${mostNumber};
  let p3 = index % number(output_sizes + 3u);
  let p2 = index / number(output_sizes + 3u) % number(output_sizes + 2u);
  let rest = index / (number(output_sizes + 3u) * number(output_sizes + 2u));
  let in_part = (most + ${right - 1}) / ${right};
  let part_blocks = number(output_sizes${axis === 1 ? " + 1u" : ""}) / most * in_part;
  let right_block = rest % part_blocks;
  let part = right_block / in_part;
  let first_right = right_block % in_part * ${right};
  let first_left = rest / part_blocks * ${left};
  let lefts = number(output_sizes${axis === 1 ? "" : " + 1u"});`;

/** Hands on the sum of the block's cell of that number, but for what is beyond the output, or the group of channels. */
const finishCell = ({ axis }: Sums, { right }: Block, cell: string, sum: string): string => {
  const places = ["part * most + right", "left"];
  const [p0, p1] = axis === 0 ? places : places.reverse();
  return `
    let left = first_left + ${cell} / ${right};
    let right = first_right + ${cell} % ${right};
    let plane = ((${p0}) * number(output_sizes + 1u) + ${p1}) * number(output_sizes + 2u);
    let place = (plane + p2) * number(output_sizes + 3u) + p3;
    if (left < lefts && right < most) { finish(place, ${sum}); }`;
};

/** In a loop, as what follows a product may be long, and most compilers write out a function wherever it is called. */
const finishAlone = (sums: Sums, block: Block): string => `
  var found = array(${namesOf(block).join(", ")});
  for (var cell = 0; cell < ${sizeOf(block)}; cell++) {${finishCell(sums, block, "cell", "found[cell]")}
  }`;

/** Each thread of a workgroup has some of the products: the first threads add up a cell each, in the same order every time. */
const finishTogether = (sums: Sums, block: Block): string => `
  ${cells(block, (sum, l, r) => `sums[lane * ${sizeOf(block)}u + ${l * block.right + r}u] = ${sum};`)}
  workgroupBarrier();
  if (lane >= ${sizeOf(block)}u) { return; }
  var sum = 0.0;
  for (var at = lane; at < ${sizeOf(block) * groupSize}u; at += ${sizeOf(block)}u) { sum += sums[at]; }
  {${finishCell(sums, block, "i32(lane)", "sum")}
  }`;

/** How far from the block's beginning its elements lie in the operands; what is beyond is the last. */
const steps = ({ right, left }: Block, rightAxis: number, leftAxis: number): string => `
  ${lines(right, (r) => `let right${r} = min(first_right + ${r}, most - 1) * number(right_steps + ${rightAxis}u);`)}
  ${lines(left, (l) => `let left${l} = min(first_left + ${l}, lefts - 1) * number(left_steps + ${leftAxis}u);`)}`;

/** Adds the products of elements at `left_at` and `right_at` to the sums. */
const addProducts = (block: Block): string => `
  ${lines(block.left, (l) => `let value${l} = input0[left_at + left${l}];`)}
  ${lines(block.right, (r) => `let by${r} = input1[right_at + right${r}];`)}
  ${cells(block, (sum, l, r) => `${sum} += value${l} * by${r};`)}`;

const noSums = (block: Block): string => cells(block, (sum) => `var ${sum} = 0.0;`);

/** For each tap the products with all channels, of which there are `length`. */
const taps = (block: Block, tap: string, length: string): string => `
  ${noSums(block)}
  for (var i = 0; i < number(filter_size); i++) {
    let y = ${tap}(p2, i, 0u, number(left_sizes + 2u));
    if (y < 0) { continue; }
    for (var j = 0; j < number(filter_size + 1u); j++) {
      let x = ${tap}(p3, j, 1u, number(left_sizes + 3u));
      if (x < 0) { continue; }
      var left_at = left_start + y * number(left_steps + 2u) + x * number(left_steps + 3u);
      var right_at = right_start + i * number(right_steps + 2u) + j * number(right_steps + 3u);
      for (var c = 0; c < ${length}; c++) {
        ${addProducts(block)}
        left_at += left_step;
        right_at += right_step;
      }
    }
  }`;

const outputsOfGroup = "number(right_sizes) / number(groups_of_channels)";

const parts: Readonly<Record<string, Sums>> = {
  conv2d: {
    axis: 1,
    most: ([outputs], { groups }) => outputs! / groups,
    mostNumber: outputsOfGroup,
    isShared: false,
    body: (block) => `${steps(block, 0, 0)}
  let channels = number(right_sizes + 1u);
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps + 1u);
  let left_start = number(offsets) + part * channels * left_step;
  let right_start = number(offsets + 1u) + part * most * number(right_steps);
  ${taps(block, "inside_tap", "channels")}`,
  },
  conv2dInput: {
    axis: 1,
    most: ([, channels]) => channels!,
    mostNumber: "number(right_sizes + 1u)",
    isShared: false,
    body: (block) => `${steps(block, 1, 0)}
  let outputs = ${outputsOfGroup};
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps);
  let left_start = number(offsets) + part * outputs * left_step;
  let right_start = number(offsets + 1u) + part * outputs * right_step;
  ${taps(block, "window_of", "outputs")}`,
  },
  // Few elements of many products each: every thread of a workgroup adds up each 64th.
  conv2dWeight: {
    axis: 0,
    most: ([, outputs], { groups }) => outputs! / groups,
    mostNumber: "number(output_sizes) / number(groups_of_channels)",
    isShared: true,
    body: (block) => `${steps(block, 1, 1)}
  let left_start = number(offsets) + part * lefts * number(left_steps + 1u);
  let right_start = number(offsets + 1u) + part * most * number(right_steps + 1u);
  let wide = number(right_sizes + 3u);
  let high = number(right_sizes + 2u);
  ${noSums(block)}
  for (var n = i32(lane); n < number(right_sizes) * high * wide; n += ${groupSize}) {
    let window_x = n % wide;
    let window_y = n / wide % high;
    let image = n / (wide * high);
    let y = inside_tap(window_y, p2, 0u, number(left_sizes + 2u));
    let x = inside_tap(window_x, p3, 1u, number(left_sizes + 3u));
    if (y < 0 || x < 0) { continue; }
    let left_at = left_start + image * number(left_steps)
      + y * number(left_steps + 2u) + x * number(left_steps + 3u);
    let right_at = right_start + image * number(right_steps)
      + window_y * number(right_steps + 2u) + window_x * number(right_steps + 3u);
    ${addProducts(block)}
  }`,
  },
};

const insideTap = `
// Where a window's tap lies along an axis; -1 where that is border.
fn inside_tap(window: i32, tap: i32, axis: u32, count: i32) -> i32 {
  let place = tap_of(window, tap, axis);
  return select(place, -1, place >= count);
}`;

const finish = "fn finish(place: i32, sum: f32) { output[place] = sum; }";

/** A convolution or a gradient of one without columns in memory; false for other calls. */
export function convolution(
  commands: Commands,
  { primitive, inputs, attributes, output }: WholeCall,
): boolean {
  const sums = parts[primitive.name];
  if (sums === undefined) return false;
  if (output.numel() === 0) return true;
  const settings = attributes as Convolution;
  const [left, right] = inputs as [(typeof inputs)[number], (typeof inputs)[number]];
  const [most, rights, lefts] = [
    sums.most(right.shape, settings),
    output.shape[sums.axis]!,
    output.shape[1 - sums.axis]!,
  ];
  const [high, wide] = output.shape.slice(2) as [number, number];
  const countOf = (block: Block): number =>
    (rights / most) * Math.ceil(most / block.right) * Math.ceil(lefts / block.left) * high * wide;
  const groupsOf = (block: Block): number =>
    sums.isShared ? countOf(block) : Math.ceil(countOf(block) / groupSize);
  const fits = (block: Block): boolean =>
    block.right <= most && block.left <= lefts && groupsOf(block) >= commands.processor.fewestGroups;
  const block = blocks.find(fits) ?? blocks.at(-1)!;
  const numbers = {
    count: countOf(block),
    left_sizes: left.shape,
    left_steps: left.strides,
    right_sizes: right.shape,
    right_steps: right.strides,
    output_sizes: output.shape,
    offsets: [left.offset, right.offset],
    ...windowNumbers(settings),
    groups_of_channels: settings.groups,
  };
  commands.run(
    kernelOf(primitive.name, sums, block),
    numbers,
    [output, left, right].map(bufferOf),
    groupsOf(block),
  );
  return true;
}

function kernelOf(name: string, sums: Sums, block: Block): Kernel<typeof fields> {
  const room = `var<workgroup> sums: array<f32, ${sizeOf(block) * groupSize}>;`;
  return windowKernel(`${name} ${block.right} × ${block.left}`, fields, () => ({
    declarations: insideTap + (sums.isShared ? room : ""),
    body:
      placesOf(sums, block) +
      sums.body(block) +
      (sums.isShared ? finishTogether(sums, block) : finishAlone(sums, block)),
    finish,
  }));
}
