import { checkOptions, shown } from "@mnist/tensor/internal";
import type { FloatPicture } from "./float-picture.js";
import { check } from "./refusal.js";

export interface Normalize {
  readonly kind: "normalize";
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * (level − mean) / std, with one mean and one standard deviation for each channel or for all.
 *
 * @throws ArgumentError where they are not finite, of different lengths, or a deviation is not above 0.
 * @source torchvision.transforms.Normalize
 * @example
 * normalize({ mean: 0.1307, std: 0.3081 }).mean; // [0.1307], MNIST's own for pixels 0..1
 */
export function normalize(options: {
  readonly mean: number | readonly number[];
  readonly std: number | readonly number[];
}): Normalize {
  checkOptions("normalize", options, { mean: null, std: null });
  const [mean, std] = [[options?.mean ?? []].flat(), [options?.std ?? []].flat()];
  const valid =
    mean.length > 0 &&
    mean.length === std.length &&
    mean.every(Number.isFinite) &&
    std.every((deviation) => Number.isFinite(deviation) && deviation > 0);
  const got = `mean ${shown(mean)} and std ${shown(std)}`;
  check(valid, "normalize", got, "as many means as deviations, the latter above 0");
  return { kind: "normalize", mean, std };
}

/** @throws ArgumentError where there are more means than one and not as many as channels. */
export function applyNormalize({ mean, std }: Normalize, picture: FloatPicture): FloatPicture {
  const { channels, width, height } = picture;
  const fits = mean.length === 1 || mean.length === channels;
  check(fits, "normalize", `${mean.length} means for ${channels} channels`, "one, or one a channel");
  const data = picture.data.map((level, place) => {
    const channel = mean.length === 1 ? 0 : Math.floor(place / (width * height));
    return (level - mean[channel]!) / std[channel]!;
  });
  return { ...picture, data };
}
