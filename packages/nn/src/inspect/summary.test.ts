import { manualSeed, randn, zeros } from "@mnist/tensor";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  Flatten,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
  summary,
} from "../index.js";

beforeEach(() => void manualSeed(1));

const network = () =>
  new Sequential(
    new Sequential(new Conv2d(1, 8, 3, { padding: 1 }), new BatchNorm2d(8), new ReLU(), new MaxPool2d(2)),
    new Flatten(),
    new Linear(8 * 14 * 14, 10),
  );

describe("summary", () => {
  it("prints torchinfo's table", () => {
    expect(String(summary(network(), [2, 1, 28, 28]))).toBe(
      `
==================================================================================================
Layer (type:depth-idx)                   Output Shape              Param #         Mult-Adds
==================================================================================================
Sequential                               [2, 10]                   --              --
├─Sequential: 1-1                        [2, 8, 14, 14]            --              --
│    └─Conv2d: 2-1                       [2, 8, 28, 28]            80              125,440
│    └─BatchNorm2d: 2-2                  [2, 8, 28, 28]            16              32
│    └─ReLU: 2-3                         [2, 8, 28, 28]            --              --
│    └─MaxPool2d: 2-4                    [2, 8, 14, 14]            --              --
├─Flatten: 1-2                           [2, 1568]                 --              --
├─Linear: 1-3                            [2, 10]                   15,690          31,380
==================================================================================================
Total params: 15,786
Trainable params: 15,786
Non-trainable params: 0
Total mult-adds (M): 0.16
==================================================================================================
Input size (MB): 0.01
Forward/backward pass size (MB): 0.20
Params size (MB): 0.06
Estimated Total Size (MB): 0.27
==================================================================================================
`.trim(),
    );
  });

  it("is data too", () => {
    const model = network();
    model[2]!.requiresGrad_(false);
    const { rows, totalParams, trainableParams, totalMultAdds, inputBytes, paramBytes } = summary(
      model,
      randn([1, 1, 28, 28]),
    );
    expect(rows.map(({ name, type, depth }) => [name, type, depth])).toContainEqual([
      "0.1",
      "BatchNorm2d",
      2,
    ]);
    expect(rows.at(-1)).toMatchObject({ outputShape: [1, 10], params: 15690, multAdds: 15690 });
    expect([totalParams, trainableParams]).toEqual([15786, 96]);
    expect(totalMultAdds).toBe(80 * 28 * 28 + 16 + 15690);
    expect([inputBytes, paramBytes]).toEqual([28 * 28 * 4, 15786 * 4]);
  });

  it("counts a shared layer's parameters once and its work twice", () => {
    const layer = new Linear(4, 4);
    const { rows, totalParams, totalMultAdds } = summary(new Sequential(layer, new ReLU(), layer), [1, 4]);
    expect(rows.map(({ isRecursive }) => isRecursive)).toEqual([false, false, false, true]);
    expect([totalParams, totalMultAdds]).toEqual([20, 40]);
  });

  it("leaves running statistics and modes as they were", () => {
    const model = new Sequential(new BatchNorm2d(1), new Dropout(0.5));
    summary(model, [4, 1, 3, 3]);
    expect(model.training).toBe(true);
    expect((model[0] as BatchNorm2d).numBatchesTracked.itemSync()).toBe(0);
    expect(Object.hasOwn(model, "forward")).toBe(false);
  });

  it("takes inputs of other types", () => {
    const words = zeros([2, 5], { dtype: "int32" });
    expect(summary(new Embedding(10, 3), words).rows[0]?.outputShape).toEqual([2, 5, 3]);
  });
});
