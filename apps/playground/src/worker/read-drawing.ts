import { noGrad, valueAndGrad } from "@mnist/autograd";
import { type DrawnImage, prepareDigit } from "@mnist/data";
import type { TrainedModel } from "@mnist/learner";
import { GELU, type Module, ReLU, Sequential, Sigmoid, Tanh } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import type { Ink } from "./ink.js";
import { floats, inputOf, inUse, layersOf, readingsOf } from "./network.js";
import type { DrawingRead, LayerAnswer, ReadRequest } from "./protocol.js";
import type { Session } from "./session.js";

/** Layers whose answers are to be seen, by the names they are shown under. */
const shown: readonly (readonly [name: string, layer: new () => Module])[] = [
  ["ReLU", ReLU],
  ["tanh", Tanh],
  ["sigmoid", Sigmoid],
  ["GELU", GELU],
];

type Prepared = ReturnType<typeof prepareDigit>;

/** The latest picture and what it was prepared to. */
let latest: { readonly data: DrawnImage["data"]; readonly prepared: Prepared } | null = null;

/** A network that learns reads the same drawing many times a second. */
function prepare(image: DrawnImage): Prepared {
  const { data } = image;
  if (latest === null || !isSame(latest.data, data))
    latest = { data, prepared: prepareDigit(image, { steps: true }) };
  return latest.prepared;
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

/** Prepares a drawing, reads it, and notes what each layer made of it. */
export async function readDrawing(session: Session, request: ReadRequest): Promise<DrawingRead | null> {
  const network = session.networks.get(request.slot);
  if (network === undefined) return null;
  const { trained } = network;
  const prepared =
    "image" in request ? prepare(request.image) : { pixels: request.pixels, steps: [], warnings: [] };
  const { pixels, steps } = prepared;
  if (!pixels.some((level) => level > 0)) return null;
  const input = inputOf(trained, pixels);
  const { output, middle } = inUse(trained.model, () => noGrad(() => walkThrough(trained.model, input)));
  const [reading] = await readingsOf(trained, output);
  const { doubt } = reading!;
  const { name } = trained.recipe;
  const [scale = 0] = name === "digits-scalar" ? await output.sigmoid().mul(10).data() : [];
  return {
    slot: request.slot,
    recipe: name,
    pixels,
    steps,
    warnings: [...prepared.warnings, ...(doubt === null ? [] : [doubt])],
    reading: reading!,
    scale: name === "digits-scalar" ? scale : null,
    scores: await floats(output),
    answers: await Promise.all(middle.map(answerOf)),
    saliency: request.wantsSaliency ? await saliencyOf(trained, input, reading!.digit) : null,
  };
}

interface Passed {
  readonly name: string;
  readonly tensor: Tensor;
}

function walkThrough(model: Module, input: Tensor): { output: Tensor; middle: Passed[] } {
  if (!(model instanceof Sequential)) return { output: model(input), middle: [] };
  const middle: Passed[] = [];
  let at = input;
  for (const layer of layersOf(model)) {
    at = layer(at);
    const found = shown.find(([, kind]) => layer instanceof kind);
    if (found !== undefined) middle.push({ name: found[0], tensor: at });
  }
  return { output: at, middle };
}

async function answerOf({ name, tensor }: Passed): Promise<LayerAnswer> {
  return { name, shape: tensor.shape.slice(1), values: await floats(tensor) };
}

/** The gradient, by the pixels, of how far the digit read is ahead of the others. */
async function saliencyOf(
  { model, recipe }: TrainedModel,
  input: Tensor,
  digit: string,
): Promise<Float32Array> {
  const row = recipe.classes.indexOf(digit);
  const lead = (pixels: Tensor): Tensor => {
    const output = model(pixels);
    if (output.shape[1] === 1) return output.sum().mul(recipe.isPair && row === 0 ? -1 : 1);
    return output.logSoftmax(1).select(1, row).sum();
  };
  const [, [gradient]] = inUse(model, () => valueAndGrad(lead)(input));
  return floats(gradient!);
}

/** The ink of an opened picture: cut out, or as it is where it has MNIST's frame; null where there is none. */
export function findInk(image: DrawnImage): Ink | null {
  const { steps, pixels } = prepareDigit(image, { steps: true });
  const crop = steps.find(({ name }) => name === "crop");
  if (crop !== undefined)
    return { width: crop.width, height: crop.height, pixels: crop.pixels, isFramed: false };
  return pixels.some((level) => level > 0) ? { width: 28, height: 28, pixels, isFramed: true } : null;
}
