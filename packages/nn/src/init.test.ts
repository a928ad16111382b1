import { manualSeed } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Linear } from "./layers/linear.js";

describe("Linear", () => {
  it("draws PyTorch's weights: torch.manual_seed(42); nn.Linear(3, 2)", () => {
    manualSeed(42);
    const { weight, bias } = new Linear(3, 2);
    const expected = [
      0.4414065182209015, 0.47920528054237366, -0.1352572739124298, 0.5303604602813721, -0.1264995038509369,
      0.11650390923023224,
    ];
    expected.forEach((value, i) => {
      expect(weight.dataSync()[i]).toBeCloseTo(value, 6);
    });
    expect(bias!.dataSync()[0]).toBeCloseTo(-0.28108587861061096, 6);
    expect(bias!.dataSync()[1]).toBeCloseTo(0.3390677869319916, 6);
  });
});
