import { type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expectTypeOf, it } from "vitest";
import { customGradient, grad, type HookHandle, noGrad, valueAndGrad } from "./index.js";

describe("types", () => {
  const x = tensor([1, 2, 3]).requiresGrad_();

  it("of a tensor are the same whatever made it", () => {
    let total = zeros([2, 3]);
    total = total.add(1);
    expectTypeOf(total).toEqualTypeOf<Tensor>();
    expectTypeOf(x).toEqualTypeOf<Tensor>();
    expectTypeOf(x.shape).toEqualTypeOf<readonly number[]>();
  });

  it("of what is unpacked are tensors, without a cast", () => {
    const [a, b, c] = x;
    expectTypeOf(a!.mul(b!).add(c!)).toEqualTypeOf<Tensor>();
    for (const each of x) expectTypeOf(each).toEqualTypeOf<Tensor>();
  });

  it("of an extreme depend on whether a dim is named", () => {
    expectTypeOf(x.max()).toEqualTypeOf<Tensor>();
    expectTypeOf(x.max(0).indices).toEqualTypeOf<Tensor>();
  });

  it("of gradients are tensors or null", () => {
    expectTypeOf(x.grad).toEqualTypeOf<Tensor | null>();
    expectTypeOf(grad).returns.toEqualTypeOf<Tensor[]>();
    const both = valueAndGrad((a: Tensor, b: Tensor) => a.add(b));
    expectTypeOf(both).toEqualTypeOf<(a: Tensor, b: Tensor) => [Tensor, Tensor[]]>();
    expectTypeOf(x.registerHook(() => {})).toEqualTypeOf<HookHandle>();
    expectTypeOf(x.registerHook).toBeCallableWith((gradient) => gradient.neg());
  });

  it("of noGrad's answer are its function's", () => {
    expectTypeOf(noGrad(() => 1)).toEqualTypeOf<number>();
    expectTypeOf(noGrad(async () => 1)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(noGrad((hold) => hold(x.sum().item()))).toEqualTypeOf<Promise<number>>();
  });

  it("of a custom gradient keep its inputs", () => {
    const scaled = customGradient(
      (a: Tensor, b: Tensor) => a.mul(b),
      (gradient, [a, b]) => [gradient.mul(b), gradient.mul(a)],
    );
    expectTypeOf(scaled).toEqualTypeOf<(a: Tensor, b: Tensor) => Tensor>();
  });
});
