/** The normal distribution has 95 % of its mass within so many standard deviations. */
const z = 1.959964;

/**
 * Where a share 0..1 lies that was seen in `count` trials, with a confidence of 95 %: (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) /
 * (1 + z²/n). It has a width at 0 and at 1 too.
 * @source Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference
 * @example wilsonInterval(1, 10); // [0.7225, 1]
 */
export function wilsonInterval(share: number, count: number): readonly [low: number, high: number] {
  const pull = z ** 2 / count;
  const middle = share + pull / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / count + pull / (4 * count));
  return [Math.max(0, (middle - reach) / (1 + pull)), Math.min(1, (middle + reach) / (1 + pull))];
}
