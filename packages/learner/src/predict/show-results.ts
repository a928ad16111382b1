import { noGradNow } from "@mnist/autograd/internal";
import { ImageDataset, type ShowBatchOptions, showBatch } from "@mnist/data";
import { ArgumentError, type Shape, ShapeError, Tensor } from "@mnist/tensor";
import type { Training } from "../training.js";

/** As for `showBatch`, which the pictures, their classes and what the model took them for are handed to. */
export type ShowResultsOptions = Omit<ShowBatchOptions, "predictions" | "maximum">;

/** Height and width of pictures [batch, height·width], [batch, height, width] or [batch, 1, height, width]. */
function sizeOf(shape: Shape): readonly [height: number, width: number] {
  const [, first = 0, second, third] = shape;
  if (shape.length === 2 && Number.isInteger(Math.sqrt(first))) return [Math.sqrt(first), Math.sqrt(first)];
  if (shape.length === 3 && second !== undefined) return [first, second];
  if (shape.length === 4 && first === 1 && second !== undefined && third !== undefined)
    return [second, third];
  throw new ShapeError({
    operation: "showResults",
    got: `inputs of shape [${shape.join(", ")}]`,
    expected: "gray pictures: [batch, side·side], [batch, height, width] or [batch, 1, height, width]",
  });
}

/** The names of the classes, where a data set has them. */
export function classNamesOf(dataset: unknown): readonly string[] | undefined {
  return dataset instanceof ImageDataset ? dataset.source.classes : undefined;
}

/** The first pictures of the validation set as text, each under its class and a wrong answer. */
export async function showPictures<Input, Target, Output>(
  learner: Training<Input, Target, Output> & { predict(input: Input): Output },
  options: ShowResultsOptions,
): Promise<string> {
  const { valid } = learner.loaders;
  const count = Math.min(options.count ?? 12, valid?.dataset.length ?? 0);
  if (valid === null || count === 0) {
    throw new ArgumentError({ operation: "showResults", got: "no samples", expected: "a validation set" });
  }
  const [input, target] = await valid.dataset.batch(Int32Array.from({ length: count }, (_, i) => i));
  const answer = noGradNow(() => learner.decoding.decode(learner.predict(input), target));
  if (!(input instanceof Tensor && target instanceof Tensor && answer instanceof Tensor)) {
    throw new ArgumentError({
      operation: "showResults",
      got: "samples, targets or answers of several tensors",
      expected: "a picture and a class each",
    });
  }
  const [height, width] = sizeOf(input.shape);
  const answers = await answer.data();
  const images = Float32Array.from(await input.data());
  const classes = classNamesOf(valid.dataset);
  const pictures = { images, labels: await target.data(), width, height, ...(classes && { classes }) };
  const maximum = images.reduce((most, pixel) => Math.max(most, pixel), 0) || 1;
  return showBatch(pictures, { ...options, predictions: answers, maximum });
}
