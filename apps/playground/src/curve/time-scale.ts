/** Mean and deviation of the times 0 … 19. */
export const timeCentre = 9.5;
export const timeSpread = Math.sqrt(33.25);

export type Dials = readonly [a: number, b: number, c: number];

/** a, b and c by the scaled time from those by the time as it is. */
export function toScaled([a, b, c]: Dials): Dials {
  return [
    a * timeSpread ** 2,
    (2 * a * timeCentre + b) * timeSpread,
    a * timeCentre ** 2 + b * timeCentre + c,
  ];
}

/** And back. */
export function toPlain([a, b, c]: Dials): Dials {
  const [p, q] = [a / timeSpread ** 2, b / timeSpread];
  return [p, q - 2 * p * timeCentre, p * timeCentre ** 2 - q * timeCentre + c];
}
