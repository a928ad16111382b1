import { randint, randn, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { CrossEntropyLoss, crossEntropy } from "./class-losses.js";

describe("crossEntropy", () => {
  it("is −ln softmax at the target", () => {
    const loss = crossEntropy(tensor([[1, 2, 3]]), tensor([2], { dtype: "int32" }));
    expect(loss.itemSync()).toBeCloseTo(0.40760597586631775, 6); // torch.nn.functional.cross_entropy
    expect(new CrossEntropyLoss()(tensor([[1e4, 0]]), tensor([1], { dtype: "int32" })).itemSync()).toBe(1e4);
  });

  it("refuses targets that are no class indices", () => {
    expect(() => crossEntropy(randn([2, 3]), tensor([0, 1]))).toThrow(/class indices/);
    expect(() => crossEntropy(randn([2, 3]), randint(3, [3]))).toThrow(/a target \[batch, …\]/);
  });
});
