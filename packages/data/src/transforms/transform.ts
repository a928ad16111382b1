import type { SampleRandom } from "../sample-random.js";
import { applyElastic, type ElasticTransform } from "./elastic.js";
import type { FloatPicture } from "./float-picture.js";
import { applyNormalize, type Normalize } from "./normalize.js";
import { applyRandomAffine, type RandomAffine } from "./random-affine.js";
import { applyRandomErasing, type RandomErasing } from "./random-erasing.js";
import { applyResize, type Resize } from "./resize.js";

/** A transform that is plain data, which a worker thread can be sent. */
export type BuiltInTransform = Normalize | RandomAffine | ElasticTransform | RandomErasing | Resize;

/** A transform of one's own; what is random about it comes from `random`, so that the run can be repeated. */
export type TransformFunction = (picture: FloatPicture, random: SampleRandom) => FloatPicture;

export type Transform = BuiltInTransform | TransformFunction;

type Kind = BuiltInTransform["kind"];
type Apply<Which extends Kind> = (
  transform: Extract<BuiltInTransform, { kind: Which }>,
  picture: FloatPicture,
  random: SampleRandom,
) => FloatPicture;

const applications: { readonly [Which in Kind]: Apply<Which> } = {
  normalize: applyNormalize,
  randomAffine: applyRandomAffine,
  elastic: applyElastic,
  randomErasing: applyRandomErasing,
  resize: applyResize,
};

/** The picture after each transform in turn. */
export function applyTransforms(
  transforms: readonly Transform[],
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  return transforms.reduce((current, transform) => {
    if (typeof transform === "function") return transform(current, random);
    const apply = applications[transform.kind] as Apply<Kind>;
    return apply(transform as never, current, random);
  }, picture);
}
