import { stack, type Tensor, tensor } from "@mnist/tensor";
import { SampleRandom } from "../sample-random.js";
import { type BatchDraw, drawByIndex } from "./batch-draw.js";
import { joinStructures } from "./batch-structure.js";
import type { Dataset, MapDataset } from "./dataset.js";

/** What {@link defaultCollate} makes of samples of one type: numbers and booleans become tensors. */
export type Collated<Sample> = Sample extends Tensor | number | boolean
  ? Tensor
  : Sample extends object
    ? { -readonly [Place in keyof Sample]: Collated<Sample[Place]> }
    : never;

/** Makes a batch of samples. */
export type Collate<Sample, Batch> = (samples: readonly Sample[]) => Batch;

/** Numbers and booleans as tensors, wherever they stand. */
function withTensors(sample: unknown): unknown {
  if (typeof sample === "number" || typeof sample === "boolean") return tensor(sample);
  if (Array.isArray(sample)) return sample.map(withTensors);
  if (typeof sample === "object" && sample !== null && Object.getPrototypeOf(sample) === Object.prototype) {
    return Object.fromEntries(Object.entries(sample).map(([name, part]) => [name, withTensors(part)]));
  }
  return sample;
}

/**
 * Stacks samples along a new first axis: tensors [batch, …shape], numbers [batch] as float32 and booleans as bool; lists
 * and records of these place by place. A class index has to be a tensor of int32 already.
 *
 * @throws ArgumentError where the samples differ in structure or hold something else.
 * @throws ShapeError where tensors that share a place differ in shape.
 * @source torch.utils.data.default_collate
 * @example
 * const [x, y] = defaultCollate([[randn([3]), 0.5], [randn([3]), 1]] as const);
 * x.shape; // [2, 3]
 * y; // tensor([0.5000, 1.0000])
 */
export function defaultCollate<Sample>(samples: readonly Sample[]): Collated<Sample> {
  return joinStructures("defaultCollate", samples.map(withTensors), (tensors) =>
    stack(tensors),
  ) as Collated<Sample>;
}

/** A data set whose samples are asked for one by one and made a batch. */
export class CollatedDataset<Sample, Batch> implements Dataset<Batch> {
  constructor(
    readonly samples: MapDataset<Sample>,
    readonly collate: Collate<Sample, Batch>,
  ) {}

  get length(): number {
    return this.samples.length;
  }

  batch(indices: Int32Array, draw: BatchDraw = drawByIndex(indices)): Batch | Promise<Batch> {
    const samples = Array.from(indices, (index, row) =>
      this.samples.get(index, new SampleRandom(draw.seed, draw.positions[row]!)),
    );
    if (samples.every((sample) => !(sample instanceof Promise))) return this.collate(samples as Sample[]);
    return Promise.all(samples).then((arrived) => this.collate(arrived));
  }
}
