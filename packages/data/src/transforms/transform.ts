import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
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

/** @throws ArgumentError unless it is a list of transforms. */
export function checkTransforms(operation: string, transforms: unknown): void {
  if (!Array.isArray(transforms)) {
    throw new ArgumentError({
      operation,
      got: `${shown(transforms)} in place of transforms`,
      expected: "a list of them",
      hint: "Try [transform], also for one alone.",
    });
  }
  const wrong = transforms.findIndex(
    (transform) => typeof transform !== "function" && !Object.hasOwn(applications, transform?.kind ?? ""),
  );
  if (wrong < 0) return;
  throw new ArgumentError({
    operation,
    got: `${shown(transforms[wrong])} as transform ${wrong}`,
    expected: "what randomAffine() or another transform answers, or a function of (picture, random)",
  });
}

/** What a function of one's own answers. @throws ArgumentError where that is no picture. */
function applyFunction(
  transform: TransformFunction,
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  const answer: Partial<FloatPicture> | null | undefined = transform(picture, random);
  const { channels = 0, height = 0, width = 0, data } = answer ?? {};
  if (data instanceof Float32Array && data.length === channels * height * width)
    return answer as FloatPicture;
  const size = data === undefined ? "" : ` with ${channels} × ${height} × ${width} and ${data.length} levels`;
  throw new ArgumentError({
    operation: `the transform ${transform.name || "function"}`,
    got: `${shown(answer)}${size} from it`,
    expected:
      "a picture { channels, height, width, data }, its data a Float32Array of channels × height × width",
    hint: "Try { ...picture, data }.",
  });
}

/** The picture after each transform in turn. */
export function applyTransforms(
  transforms: readonly Transform[],
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  return transforms.reduce((current, transform) => {
    if (typeof transform === "function") return applyFunction(transform, current, random);
    const apply = applications[transform.kind] as Apply<Kind>;
    return apply(transform as never, current, random);
  }, picture);
}
