import { type DigitImages, selectImages } from "@mnist/data";

/** The first pictures of each class, that share of them and at least one. */
export function takeShare(digits: DigitImages, share: number): DigitImages {
  const counts = digits.classes.map(() => 0);
  for (const label of digits.labels) counts[label]!++;
  const left = counts.map((count) => Math.ceil(count * share));
  const places = [...digits.labels.keys()].filter((place) => left[digits.labels[place]!]!-- > 0);
  return { ...digits, ...selectImages(digits, Uint32Array.from(places)) };
}
