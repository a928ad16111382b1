import { GradientError, ones, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { backward, grad, jacobian, jvp } from "./index.js";

const wrong = (value: unknown) => value as never;
const x = tensor([1, 2]).requiresGrad_();
const loss = () => x.square().sum();

const refused: Record<string, [() => unknown, RegExp]> = {
  "an option of another language": [
    () => loss().backward(wrong({ retain_graph: true })),
    /^backward: got an option retain_graph; expected one of \{ retainGraph,/,
  ],
  "options in the gradient's place": [
    () => backward(loss(), wrong({ retainGraph: true })),
    /got \{ retainGraph \} as the gradient to start from/,
  ],
  "one tensor in place of a list": [
    () => grad(loss(), wrong(x)),
    /^grad: got no list; expected a list of tensors. Try \[x\]./,
  ],
  "a list in place of one tensor": [
    () => jacobian((a) => a, wrong([x])),
    /^jacobian: got .* as the input; expected one tensor/,
  ],
  "a tangent of another shape": [
    () => jvp((a) => a.square(), [x], [ones([1])]),
    /^jvp: got tangents of shape \[1\]; expected the inputs' shapes: \[2\]/,
  ],
  "a gradient of another dtype": [
    () => {
      x.grad = ones([2], { dtype: "float64" });
    },
    /^grad: got a gradient of dtype float64; expected the tensor's dtype, float32. Try gradient.to\("float32"\)/,
  ],
};

describe("refused by name", () => {
  it.each(Object.entries(refused))("%s", (title, [run, message]) => {
    expect(run).toThrow(message);
    if (!title.startsWith("an option")) expect(run).toThrow(GradientError);
  });
});
