import { expect, it } from "vitest";
import { wilsonInterval } from "./wilson-interval.js";

// R: prop.test(right, count, correct = FALSE)$conf.int
it.each([
  [0, 10, 0, 0.2775328],
  [10, 10, 0.7224672, 1],
  [8, 10, 0.4901625, 0.9433178],
  [1, 1, 0.2065493, 1],
])("%i right of %i lie between %f and %f", (right, count, low, high) => {
  const found = wilsonInterval(right / count, count);
  expect(found[0]).toBeCloseTo(low, 6);
  expect(found[1]).toBeCloseTo(high, 6);
});
