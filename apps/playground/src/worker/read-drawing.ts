import { noGrad } from "@mnist/autograd";
import { type DrawnImage, prepareDigit } from "@mnist/data";
import { LinearClassifier, type TrainedModel } from "@mnist/learner";
import { Linear, Sequential } from "@mnist/nn";
import { fromData, type Tensor } from "@mnist/tensor";
import type { DrawingRead, Ink } from "./protocol.js";
import type { Session } from "./session.js";

/** Pictures of 784 bytes each, as the network wants them: [count, 784]. */
export function inputOf({ settings }: TrainedModel, pixels: Uint8Array): Tensor {
  const scale = settings.rawPixels ? 1 : 255;
  return fromData(
    Float32Array.from(pixels, (level) => level / scale),
    [pixels.length / 784, 784],
  );
}

/** Prepares a drawing, reads it, and notes what spoke for the answer. */
export async function readDrawing(session: Session, image: DrawnImage): Promise<DrawingRead | null> {
  const { trained } = session;
  const { pixels, steps, warnings } = prepareDigit(image, { steps: true });
  if (trained === null || !pixels.some((level) => level > 0)) return null;
  const input = inputOf(trained, pixels);
  const output = noGrad(() => trained.model(input));
  const [reading] = await trained.recipe.read(output);
  const recipe = trained.recipe.name;
  const scale = recipe === "digits-scalar" ? 10 * output.sigmoid().itemSync() : null;
  const row = recipe === "digits" ? Number(reading!.digit) : 0;
  const sign = recipe === "threes-sevens" && reading!.digit === "3" ? -1 : 1;
  return {
    recipe,
    pixels,
    steps,
    warnings,
    reading: reading!,
    scale,
    ...evidenceOf(trained, input, row, sign),
  };
}

/** Hidden answers, and each one's (or each pixel's) share in the score of output `row`. */
function evidenceOf({ model }: TrainedModel, input: Tensor, row: number, sign: number) {
  return noGrad((): Pick<DrawingRead, "hidden" | "evidence"> => {
    if (model instanceof LinearClassifier) {
      return { hidden: null, evidence: floats(input.mul(model.weights.view([1, -1])).mul(sign)) };
    }
    const [first, relu, last] =
      model instanceof Sequential
        ? [model.at(0), model.at(1), model.at(2)]
        : [undefined, undefined, undefined];
    if (first === undefined || relu === undefined || !(last instanceof Linear)) {
      return { hidden: null, evidence: new Float32Array() };
    }
    const hidden = relu(first(input));
    return { hidden: floats(hidden), evidence: floats(hidden.mul(last.weight.select(0, row))) };
  });
}

function floats(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

/** The ink of an opened picture: cut out, or as it is where it has MNIST's frame; null where there is none. */
export function findInk(image: DrawnImage): Ink | null {
  const { steps, pixels } = prepareDigit(image, { steps: true });
  const crop = steps.find(({ name }) => name === "crop");
  if (crop !== undefined)
    return { width: crop.width, height: crop.height, pixels: crop.pixels, isFramed: false };
  return pixels.some((level) => level > 0) ? { width: 28, height: 28, pixels, isFramed: true } : null;
}
