import fc from "fast-check";
import { expect, it } from "vitest";
import { type CompiledStep, compile } from "../index.js";
import { outcomes, randomSteps } from "../testing/random-step.js";

const isLong = process.env.MNIST_LONG_TESTS !== undefined;
const seed = Number(process.env.MNIST_SEED ?? 7);
const runs = Number(process.env.MNIST_LONG_TESTS) || 2000;
/** Steps between two turns of the event loop, in which what was collected is given back. */
const atOnce = 2000;

it("any step of views, changes in place, aliases and numbers does compiled what it does as it is", {
  timeout: isLong ? 0 : 300_000,
}, async () => {
  let replayed = 0;
  const agrees = fc.property(randomSteps, (step) => {
    const expected = outcomes(step, (each) => each);
    let compiled: CompiledStep | undefined;
    const actual = outcomes(step, (each) => {
      compiled = compile(each);
      return compiled;
    });
    if (compiled?.explain().includes("operations in")) replayed++;
    compiled?.release();
    expect(actual).toEqual(expected);
  });
  for (let done = 0; done < runs; done += atOnce) {
    fc.assert(agrees, { numRuns: Math.min(atOnce, runs - done), seed: seed + done });
    await new Promise(setImmediate);
  }
  expect(replayed).toBeGreaterThan(runs / 2);
});
