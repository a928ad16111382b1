import { type Convolution, windowsOf } from "../../../ops/convolution-windows.js";
import { THREAD_SCRATCH } from "../engine/module.js";
import {
  type ConvolutionPieces,
  convolve,
  convolveFilters,
  PANEL,
  packFilters,
} from "./convolution-instructions.js";
import {
  eachPlace,
  type Four,
  type Grid,
  gradientLayout,
  inputLayout,
  layoutOf,
  placesInInput,
} from "./convolution-layout.js";
import { type Instruction, sumColumns } from "./instructions.js";

/** Which of a convolution's three sums: the output itself, or the gradient of its input or filters. */
export type ConvolutionPart = "output" | "input" | "filters";

/** Bytes of a thread's scratch that laid-out images may take; the kernels read a little beyond their end. */
const ROOM = THREAD_SCRATCH - 4096;
/** Bytes that stay in the second-level cache while a pass walks them again and again. */
const PASS = 1 << 18;
/** Bytes of gradients, four outputs', that stay in the first-level cache. */
const PANEL_BYTES = 1 << 14;
/** Parts that the images fall into for a gradient of the filters, however many threads there are; fewer of large filters. */
const [MOST_UNITS, LEAST_UNITS] = [16, 4];
/** Bytes of all parts' sums together, if they are more than the fewest. */
const PARTIAL_BYTES = 1 << 24;

/** What a convolution's instructions need besides their operands; null where an image is too large for the kernels. */
export function convolutionScratch(
  part: ConvolutionPart,
  left: Pick<Grid, "shape">,
  right: Pick<Grid, "shape">,
  settings: Convolution,
): number | null {
  const { groups, filter } = settings;
  const channels = left.shape[1]! / groups;
  const laid = part === "input" ? gradientLayout(settings) : inputLayout(settings);
  const image = channels * laid.rows * laid.phases * laid.pitch * 4;
  if (part === "filters") {
    const [outputs, windows] = [right.shape[1]! / groups, windowsOf(settings)];
    if (image + gradientBytes(outputs, windows) > ROOM) return null;
    const filters = outputs * channels * filter[0] * filter[1];
    return Math.min(unitsOf(filters), left.shape[0]!) * filters * 4;
  }
  if (image > ROOM) return null;
  const [outputs, inner] = right.shape as Four;
  const panels = part === "output" ? outputs / groups : inner;
  const depth = part === "output" ? inner : outputs / groups;
  return Math.ceil(panels / PANEL) * PANEL * depth * filter[0] * filter[1] * 4;
}

/** The instructions of one of a convolution's three sums into `output`, which is row-major. */
export function convolution(
  part: ConvolutionPart,
  left: Grid,
  right: Grid,
  settings: Convolution,
  output: Grid,
  scratch: number,
): Instruction[] {
  const groups = Array.from({ length: settings.groups }, (_, group) => group);
  const makers = { output: outputOf, input: inputOf, filters: filtersOf };
  return groups.flatMap((group) => makers[part](left, right, settings, output, scratch, group));
}

/** One group's channels of a grid. */
function channelsOf(grid: Grid, groups: number, group: number): Grid {
  const channels = grid.shape[1]! / groups;
  const address = grid.address + group * channels * grid.strides[1]! * 4;
  return { ...grid, address, shape: grid.shape.with(1, channels) };
}

/** One group's filters. */
function filtersIn(grid: Grid, groups: number, group: number): Grid {
  const outputs = grid.shape[0]! / groups;
  const address = grid.address + group * outputs * grid.strides[0]! * 4;
  return { ...grid, address, shape: grid.shape.with(0, outputs) };
}

type Maker = (
  left: Grid,
  right: Grid,
  settings: Convolution,
  output: Grid,
  scratch: number,
  group: number,
) => Instruction[];

const outputOf: Maker = (input, filters, settings, output, scratch, group) => {
  const { groups, strides } = settings;
  const own = filtersIn(filters, groups, group);
  const source = channelsOf(input, groups, group);
  const laid = inputLayout(settings);
  const [outputs, channels] = own.shape as Four;
  const [perOutput, perChannel, perRow, perColumn] = own.strides as Four;
  const [rows, columns] = windowsOf(settings);
  const packing = packFilters(
    { weights: own.address, outputStride: perOutput * 4, outputs, packed: scratch },
    eachPlace(channels, settings, (c, y, x) => (c * perChannel + y * perRow + x * perColumn) * 4),
  );
  const places = placesInInput(channels, settings, laid);
  const multiplying = convolve(
    {
      ...layoutOf(source, laid),
      output: output.address + group * outputs * rows * columns * 4,
      outputImage: output.shape[1]! * rows * columns * 4,
      outputStride: rows * columns * 4,
      outputRow: columns * 4,
      outputColumn: 4,
      outputs,
      windowRow: strides[0] * laid.phases * laid.pitch * 4,
    },
    [{ output: 0, window: 0, rows, columns, packed: scratch, places }],
    output.shape[0]!,
  );
  return [packing, multiplying];
};

/** Input elements fall into parts by what the stride leaves of their place; each part meets the same of a filter's places. */
const inputOf: Maker = (gradient, filters, settings, output, scratch, group) => {
  const { groups, strides, input } = settings;
  const own = filtersIn(filters, groups, group);
  const laid = gradientLayout(settings);
  const [outputs, channels] = own.shape as Four;
  const [perOutput, perChannel, perRow, perColumn] = own.strides as Four;
  const packing: Instruction[] = [];
  const pieces: ConvolutionPieces[] = [];
  let packed = scratch;
  for (let row = 0; row < strides[0]; row++) {
    for (let column = 0; column < strides[1]; column++) {
      const [down, along] = [piece(settings, 0, row), piece(settings, 1, column)];
      const met = eachPlace(outputs, settings, (o, y, x) => ({
        o,
        y: down.offset(y),
        x: along.offset(x),
        at: [y, x],
      }));
      const seen = met.filter(({ y, x }) => Number.isInteger(y) && Number.isInteger(x));
      const weights = seen.map(({ o, at: [y, x] }) => (o * perOutput + y! * perRow + x! * perColumn) * 4);
      const fields = { weights: own.address, outputStride: perChannel * 4, outputs: channels, packed };
      packing.push(packFilters(fields, weights));
      pieces.push({
        output: (down.start * input[1] + along.start) * 4,
        window: (down.first * laid.pitch + along.first) * 4,
        rows: down.count,
        columns: along.count,
        packed,
        places: seen.map(({ o, y, x }) => ((o * laid.rows + laid.top + y) * laid.pitch + laid.left + x) * 4),
      });
      packed += Math.ceil(channels / PANEL) * PANEL * seen.length * 4;
    }
  }
  const plane = input[0] * input[1] * 4;
  const multiplying = convolve(
    {
      ...layoutOf(channelsOf(gradient, groups, group), laid),
      output: output.address + group * channels * plane,
      outputImage: output.shape[1]! * plane,
      outputStride: plane,
      outputRow: strides[0] * input[1] * 4,
      outputColumn: strides[1] * 4,
      outputs: channels,
      windowRow: laid.pitch * 4,
    },
    pieces,
    output.shape[0]!,
  );
  return [...packing, multiplying];
};

/** Along one axis: the input elements whose place in the border-and-all is `rest` modulo the stride. */
function piece({ input, low, strides, dilations }: Convolution, axis: 0 | 1, rest: number) {
  const stride = strides[axis];
  const first = Math.ceil(Math.max(0, low[axis] - rest) / stride);
  const last = Math.floor((input[axis] - 1 + low[axis] - rest) / stride);
  return {
    /** The first one's window, and the element itself. */
    first,
    start: rest + stride * first - low[axis],
    count: Math.max(0, last - first + 1),
    /** From a window to the one that sees the element at a place of the filter; no integer where none does. */
    offset: (place: number) => (rest - place * dilations[axis]) / stride,
  };
}

const filtersOf: Maker = (input, gradient, settings, output, scratch, group) => {
  const { groups, strides } = settings;
  const laid = inputLayout(settings);
  const source = channelsOf(input, groups, group);
  const given = channelsOf(gradient, groups, group);
  const windows = windowsOf(settings);
  const [images, channels] = source.shape as Four;
  const outputs = given.shape[1]!;
  const places = placesInInput(channels, settings, laid);
  const perUnit = Math.max(1, Math.ceil(images / unitsOf(outputs * places.length)));
  const units = Math.ceil(images / perUnit);
  const target = output.address + group * outputs * places.length * 4;
  const partial = units === 1 ? target : scratch;
  const bytes = channels * laid.rows * laid.phases * laid.pitch * 4 + gradientBytes(outputs, windows);
  const runs = windows[0] * Math.ceil(windows[1] / 4);
  const [gradientImage, gradientOutput, gradientRow, gradientColumn] = given.strides.map(
    (stride) => stride * 4,
  ) as unknown as Four;
  const adding = convolveFilters(
    {
      ...layoutOf(source, laid),
      gradient: given.address,
      gradientImage,
      gradientOutput,
      gradientRow,
      gradientColumn,
      outputs,
      windowRows: windows[0],
      windowColumns: windows[1],
      windowRow: strides[0] * laid.phases * laid.pitch * 4,
      images,
      perUnit,
      perPass: Math.max(
        1,
        Math.min(perUnit, Math.floor(PASS / bytes), Math.floor(PANEL_BYTES / (runs * 64))),
      ),
      partial,
    },
    places,
  );
  if (units === 1) return [adding];
  const columns = outputs * places.length;
  const sums = { input: partial, rowStride: columns * 4, rows: units, columns, output: target };
  return [adding, sumColumns(sums, Math.ceil(columns / 16))];
};

function unitsOf(filters: number): number {
  return Math.max(LEAST_UNITS, Math.min(MOST_UNITS, Math.floor(PARTIAL_BYTES / (filters * 4))));
}

/** What the gradient of one image takes where it is laid out in runs of four, and where those start. */
function gradientBytes(outputs: number, [rows, columns]: readonly [number, number]): number {
  return rows * Math.ceil(columns / 4) * (outputs * 16 + 4);
}
