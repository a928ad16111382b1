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

describe("a power's values and gradients at ±∞, ±1, ±0, 2⁻¹⁴⁰ and NaN are PyTorch's", () => {
  const tiny = 2 ** -140;
  const places = [-infinity, -1, -0, 0, tiny, 1, infinity, nan];
  const ones = places.map(() => 1);
  type Row = readonly number[];

  /** Equal to the sign of 0, else to a thousandth. */
  const same = (got: unknown, expected: Row) => {
    const isSame = (got as Row).map((each, i) => {
      const wanted = Math.fround(expected[i]!);
      return Object.is(each, wanted) || Math.abs(each / wanted - 1) < 1e-3;
    });
    expect(got).toHaveLength(expected.length);
    expect(isSame, `${got}`).toEqual(expected.map(() => true));
  };

  const whole: readonly (readonly [exponent: number, values: Row, slopes: Row, inExponent: Row])[] = [
    [0, ones, ones.map(() => 0), [nan, nan, 0, 0, -97.0406, 0, infinity, nan]],
    [1, places, ones, [nan, nan, 0, 0, -6.96235e-41, 0, infinity, nan]],
    [
      2,
      [infinity, 1, 0, 0, 0, 1, infinity, nan],
      [-infinity, -2, -0, 0, 2 * tiny, 2, infinity, nan],
      [nan, nan, 0, 0, -0, 0, infinity, nan],
    ],
    [
      3,
      [-infinity, -1, -0, 0, 0, 1, infinity, nan],
      [infinity, 3, 0, 0, 0, 3, infinity, nan],
      [nan, nan, 0, 0, -0, 0, infinity, nan],
    ],
    [
      -1,
      [-0, -1, -infinity, infinity, infinity, 1, 0, nan],
      [-0, -1, -infinity, -infinity, -infinity, -1, -0, nan],
      [nan, nan, infinity, -infinity, -infinity, 0, nan, nan],
    ],
    [
      -2,
      [0, 1, infinity, infinity, infinity, 1, 0, nan],
      [0, 2, infinity, -infinity, -infinity, -2, -0, nan],
      [nan, nan, -infinity, -infinity, -infinity, 0, nan, nan],
    ],
  ];
  const roots: typeof whole = [
    [
      0.5,
      [infinity, nan, 0, 0, 8.47033e-22, 1, infinity, nan],
      [0, nan, infinity, infinity, 5.90296e20, 0.5, 0, nan],
      [nan, nan, 0, 0, -8.21966e-20, 0, infinity, nan],
    ],
    [
      -0.5,
      [0, nan, infinity, infinity, 1.18059e21, 1, 0, nan],
      [-0, nan, -infinity, -infinity, -infinity, -0.5, -0, nan],
      [nan, nan, -infinity, -infinity, -1.14565e23, 0, nan, nan],
    ],
  ];

  it.each([...whole, ...roots])(
    "x to the power of a tensor of %j",
    (exponent, values, slopes, inExponent) => {
      const [x, y] = [tensor([...places]), tensor(places.map(() => exponent))];
      const power = x.requiresGrad_().pow(y.requiresGrad_());
      same(power.arraySync(), values);
      power.sum().backward();
      same(x.grad!.arraySync(), slopes);
      same(y.grad!.arraySync(), inExponent);
    },
  );

  it.each<readonly [number, Row, Row]>([
    ...whole.map(([exponent, values, slopes]) => [exponent, values, slopes] as const),
    // Roots, which have −0 of −0 and nothing of −∞.
    [
      0.5,
      [nan, nan, -0, 0, 8.47033e-22, 1, infinity, nan],
      [nan, nan, -infinity, infinity, 5.90296e20, 0.5, 0, nan],
    ],
    // But for two slopes, as it is a root's reciprocal: PyTorch's are −0 of −∞, where there is no value, and −∞ of −0.
    [
      -0.5,
      [nan, nan, -infinity, infinity, 1.18059e21, 1, 0, nan],
      [nan, nan, infinity, -infinity, -infinity, -0.5, -0, nan],
    ],
  ])("x to the power of %j", (exponent, values, slopes) => {
    same(
      tensor([...places])
        .pow(exponent)
        .arraySync(),
      values,
    );
    same(
      gradientOf((x) => x.pow(exponent), places),
      slopes,
    );
  });
});
