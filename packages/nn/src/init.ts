import { noGrad } from "@mnist/autograd";
import {
  dispatchInto,
  fillNormal,
  fillRand,
  type Generator,
  primitives,
  ShapeError,
  type Tensor,
  type TypedArray,
} from "@mnist/tensor";

export interface InitOptions {
  /** Where the numbers come from; the stream that `manualSeed` sets unless said otherwise. */
  readonly generator?: Generator;
}

function draw(input: Tensor, fill: (out: Float32Array | Float64Array) => void): Tensor {
  const { shape, dtype, device } = input;
  const attributes = {
    shape,
    dtype,
    device,
    draw: (out: TypedArray) => fill(out as Float32Array | Float64Array),
  };
  return noGrad(() => dispatchInto(input, primitives.random, [], attributes));
}

/** Fills with uniform numbers in [low, high). @source torch.nn.init.uniform_ */
export function uniform_(input: Tensor, low = 0, high = 1, { generator }: InitOptions = {}): Tensor {
  return draw(input, (out) => fillRand(out, generator, low, high));
}

/** Fills with normal numbers. @source torch.nn.init.normal_ */
export function normal_(input: Tensor, mean = 0, std = 1, { generator }: InitOptions = {}): Tensor {
  return draw(input, (out) => fillNormal(out, generator, mean, std));
}

/** Connections into and out of one unit of a weight [out, in, …kernel]. @throws ShapeError below two dimensions. */
export function fans(weight: Tensor): { fanIn: number; fanOut: number } {
  if (weight.ndim < 2) {
    throw new ShapeError({
      operation: "init",
      got: `a weight of shape [${weight.shape.join(", ")}]`,
      expected: "at least two dimensions: [out, in, …]",
    });
  }
  const field = weight.shape.slice(2).reduce((product, size) => product * size, 1);
  return { fanIn: weight.shape[1]! * field, fanOut: weight.shape[0]! * field };
}

/** Uniform in ±√(6 / ((1 + a²) · fanIn)): keeps the variance through leaky rectifiers of slope a. @source torch.nn.init.kaiming_uniform_ */
export function kaimingUniform_(weight: Tensor, a = 0, options: InitOptions = {}): Tensor {
  const gain = Math.sqrt(2 / (1 + a * a));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(fans(weight).fanIn));
  return uniform_(weight, -bound, bound, options);
}
