import { randn, type Tensor } from "@mnist/tensor";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type AnyModule, Linear, Module, ModuleList, ReLU, Sequential, summary } from "./index.js";

class VariationalEncoder extends Module {
  readonly mean = new Linear(8, 2);
  readonly logVariance = new Linear(8, 2);
  readonly decoder = new Linear(2, 8);

  override forward(x: Tensor): readonly [output: Tensor, mean: Tensor, logVariance: Tensor] {
    const [mean, logVariance] = [this.mean(x), this.logVariance(x)];
    return [this.decoder(mean), mean, logVariance];
  }
}

type State = readonly [hidden: Tensor, cell: Tensor];

class Recurrent extends Module {
  readonly cell = new Linear(4, 4);

  override forward(x: Tensor, state: State = [x, x]): readonly [output: Tensor, state: State] {
    const hidden = this.cell(x.add(state[0]));
    return [hidden, [hidden, state[1]]];
  }
}

interface Words {
  readonly ids: Tensor;
  readonly mask: Tensor;
}

class Reader extends Module {
  readonly inner = new Linear(4, 3);

  override forward({ ids, mask }: Words): { readonly scores: Tensor; readonly pooled: Tensor } {
    const scores = this.inner(ids.mul(mask));
    return { scores, pooled: scores.mean(1) };
  }
}

describe("what a module takes and answers", () => {
  it("follows from its forward", () => {
    const [x, four] = [randn([3, 8]), randn([3, 4])];
    const [output, mean] = new VariationalEncoder()(x);
    expectTypeOf(output).toEqualTypeOf<Tensor>();
    expect([output.shape, mean.shape]).toEqual([
      [3, 8],
      [3, 2],
    ]);
    const recurrent = new Recurrent();
    const [, state] = recurrent(four);
    expectTypeOf(recurrent).parameters.toEqualTypeOf<[x: Tensor, state?: State]>();
    expect(recurrent(four, state)[1][0].shape).toEqual([3, 4]);
    const read = new Reader();
    expectTypeOf(read).parameter(0).toEqualTypeOf<Words>();
    expectTypeOf(read).returns.toEqualTypeOf<{ readonly scores: Tensor; readonly pooled: Tensor }>();
    expect(read({ ids: four, mask: four }).pooled.shape).toEqual([3]);
  });

  it("is tensors where nothing else is said", () => {
    const model: Module = new Sequential(new Linear(4, 3), new ReLU());
    expectTypeOf(model(randn([2, 4]))).toEqualTypeOf<Tensor>();
    expectTypeOf(new Linear(4, 3)).parameters.toEqualTypeOf<[x: Tensor]>();
    // @ts-expect-error three tensors are not one
    const _one: Module = new VariationalEncoder();
    // @ts-expect-error what comes out of the first does not go into the second
    new Sequential(new VariationalEncoder(), new ReLU());
    const any: readonly AnyModule[] = [new VariationalEncoder(), new Recurrent(), new Reader(), model];
    expect(any.map((each) => each.parameters().length)).toEqual([6, 2, 2, 2]);
  });

  it("is known to hooks, lists and the modules around", () => {
    class Stack extends Module {
      readonly parts = new ModuleList([new Recurrent(), new Recurrent()]);
      override forward(x: Tensor): Tensor {
        let output = x;
        for (const part of this.parts) [output] = part(output);
        return output;
      }
    }
    const stack = new Stack();
    const seen: number[] = [];
    stack.parts[0]!.registerForwardHook((_module, [x], [output, [hidden]]) => {
      seen.push(x.ndim, output.ndim, hidden.ndim);
      return [output.mul(0), [hidden, hidden]];
    });
    expect(stack(randn([2, 4])).shape).toEqual([2, 4]);
    expect(seen).toEqual([2, 2, 2]);
    expect(summary(stack, [2, 4]).rows.map(({ type, outputShape }) => [type, outputShape])).toEqual([
      ["Stack", [2, 4]],
      ["Recurrent", [2, 4]],
      ["Linear", [2, 4]],
      ["Recurrent", [2, 4]],
      ["Linear", [2, 4]],
    ]);
  });
});
