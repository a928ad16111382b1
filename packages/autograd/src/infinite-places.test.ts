import { entr, logcumsumexp, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import "./index.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

function gradientOf(run: (x: Tensor) => Tensor, values: readonly number[]): unknown {
  const x = tensor([...values]).requiresGrad_();
  run(x).sum().backward();
  return x.grad!.arraySync();
}

const close = (values: readonly number[]) =>
  values.map((each) => (Number.isFinite(each) ? expect.closeTo(each, 5) : each));

describe("gradients at ±∞, NaN and 0 are PyTorch's", () => {
  it("entr", () => {
    const places = [0, -0, 1, 2, -1, infinity, -infinity, nan];
    const slopes = [infinity, infinity, -1, -1.6931472, nan, -infinity, nan, nan];
    expect(gradientOf(entr, places)).toEqual(close(slopes));
    const values = [0, 0, -0, -1.3862944, -infinity, -infinity, -infinity, nan];
    expect(entr(tensor(places)).arraySync()).toEqual(close(values));
  });

  it.each([
    [
      [-infinity, -infinity, 0],
      [nan, nan, 1],
    ],
    [
      [infinity, 0, 1],
      [nan, 0, 0],
    ],
    [
      [0, infinity, 1],
      [1, nan, 0],
    ],
    [
      [nan, 0, 1],
      [nan, nan, nan],
    ],
    [
      [0, nan, 1],
      [nan, nan, nan],
    ],
    [
      [-infinity, 0, 1],
      [nan, 1.2689414, 0.7310586],
    ],
    [
      [infinity, infinity, 0],
      [nan, nan, 0],
    ],
    [
      [0, -infinity, 1],
      [2.2689414, 0, 0.7310586],
    ],
    [
      [-infinity, infinity, 0],
      [nan, nan, 0],
    ],
  ])("logcumsumexp of %j", (values, slopes) => {
    expect(gradientOf((x) => logcumsumexp(x, 0), values)).toEqual(close(slopes));
  });
});
