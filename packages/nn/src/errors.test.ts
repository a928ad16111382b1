import { ArgumentError, DTypeError, ShapeError, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { crossEntropy, Linear, mnistLoss } from "./index.js";

const classes = (...values: number[]) => tensor(values, { dtype: "int32" });

const mistakes: Record<string, [() => unknown, new (...args: never[]) => Error, string]> = {
  "another number of features": [
    () => new Linear(784, 10)(zeros([32, 100])),
    ShapeError,
    "Linear: got an input of shape [32, 100]; expected 784 features on its last axis.",
  ],
  "images that are not flattened": [
    () => new Linear(784, 10)(zeros([32, 28, 28])),
    ShapeError,
    "Linear: got an input of shape [32, 28, 28]; expected 784 features on its last axis. Try input.flatten(1) before it, or a Flatten layer.",
  ],
  "classes as a column": [
    () => crossEntropy(zeros([4, 10]), zeros([4, 1], { dtype: "int32" })),
    ShapeError,
    "crossEntropy: got scores [4, 10] and a target [4, 1]; expected scores [batch, classes, …] and one class index for each: a target [batch, …]. Try target.flatten().",
  ],
  "classes as floats": [
    () => crossEntropy(zeros([4, 10]), zeros([4])),
    DTypeError,
    'crossEntropy: got a target of dtype float32; expected class indices, int32 or uint8. Try target.to("int32").',
  ],
  "a class that the model has no output for": [
    () => crossEntropy(zeros([2, 3]), classes(1, 3)),
    ShapeError,
    "crossEntropy: got a target with a class that scores [2, 3] lack; expected classes from 0 to 2. Does the last layer have as many outputs as there are classes?",
  ],
  "a target without the prediction's axis": [
    () => mnistLoss(zeros([4, 1]), zeros([4])),
    ShapeError,
    "mnistLoss: got an input of shape [4, 1] and a target of shape [4]; expected one shape for both. Try target.reshape(input.shape).",
  ],
  "a state of another size": [
    () => new Linear(2, 3).loadStateDict({ weight: zeros([2, 2]), bias: zeros([3]) }),
    ShapeError,
    "loadStateDict: got weight of shape [2, 2]; expected [3, 2]. Was the file made by another architecture?",
  ],
  "a state that lacks a name": [
    () => new Linear(2, 3).loadStateDict({ weight: zeros([3, 2]) }),
    ArgumentError,
    "loadStateDict: got missing: bias; unexpected: none; expected the model's own names. Was the file made by another architecture? { strict: false } loads what fits.",
  ],
};

describe("the commonest mistakes with models are answered, word for word", () => {
  it.each(Object.entries(mistakes))("%s", (_title, [mistake, kind, message]) => {
    let caught: unknown;
    try {
      mistake();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(kind);
    expect((caught as Error).message).toBe(message);
  });
});
