import {
  ArgumentError,
  arange,
  cat,
  type Device,
  DeviceError,
  type DType,
  DTypeError,
  einsum,
  fromData,
  GradientError,
  linspace,
  ones,
  randint,
  ShapeError,
  stack,
  type Tensor,
  tensor,
  zeros,
} from "@mnist/tensor";
import { reference } from "@mnist/tensor/internal";
import { describe, expect, it } from "vitest";
import { grad, noGrad } from "./index.js";

const leaf = (): Tensor => zeros([3]).requiresGrad_();
const indices = (...values: number[]): Tensor => tensor(values, { dtype: "int32" });
/** A second device. */
const other: Device = new Proxy(reference, {
  get: (target, key) => {
    if (key === "name") return "other";
    if (key !== "allocate") return Reflect.get(target, key);
    return (dtype: DType, length: number) =>
      Object.create(target.allocate(dtype, length), { device: { value: other } });
  },
});

/** What a person is likely to get wrong, and the whole of what is said about it. */
const mistakes: Record<string, [() => unknown, new (...args: never[]) => Error, string]> = {
  "the right matrix of a product not transposed": [
    () => zeros([32, 784]).matmul(zeros([10, 784])),
    ShapeError,
    "matmul: got [32, 784] × [10, 784]; expected the left's last axis (784) to equal the right's second-last (10). Try matmul(left, right.transpose(-2, -1)).",
  ],
  "the left matrix of a product not transposed": [
    () => zeros([784, 32]).matmul(zeros([784, 10])),
    ShapeError,
    "matmul: got [784, 32] × [784, 10]; expected the left's last axis (32) to equal the right's second-last (784). Try matmul(left.transpose(-2, -1), right).",
  ],
  "images multiplied before they are flattened": [
    () => zeros([28, 28]).matmul(zeros([784, 10])),
    ShapeError,
    "matmul: got [28, 28] × [784, 10]; expected the left's last axis (28) to equal the right's second-last (784). Try matmul(left.flatten(1), right).",
  ],
  "sizes of a product that fit in no way": [
    () => zeros([32, 784]).matmul(zeros([100, 10])),
    ShapeError,
    "matmul: got [32, 784] × [100, 10]; expected the left's last axis (784) to equal the right's second-last (100). Try reshape or transpose on one of them.",
  ],
  "a matrix product with a number": [
    () => zeros([2, 2]).matmul(tensor(3)),
    ShapeError,
    "matmul: got [2, 2] × []; expected at least one dimension on both sides. Try mul for a product with a number.",
  ],
  "a column taken for a row": [
    () => zeros([3, 4]).add(zeros([3])),
    ShapeError,
    "add: got [3, 4] and [3]; expected sizes that are equal or 1 on each axis counted from the last; axis −1 has 4 and 3. Try reshape([3, 1]) on the second.",
  ],
  "shapes that do not broadcast": [
    () => zeros([2, 3]).mul(zeros([2, 4])),
    ShapeError,
    "mul: got [2, 3] and [2, 4]; expected sizes that are equal or 1 on each axis counted from the last; axis −1 has 3 and 4. Try unsqueeze, reshape or expand on one of them.",
  ],
  "cat of tensors that differ on another axis": [
    () => cat([zeros([2, 3]), zeros([2, 4])]),
    ShapeError,
    "cat: got [2, 3] and [2, 4] along dim 0; expected equal sizes on every other axis. Try stack for tensors of one shape, which makes a new axis.",
  ],
  "cat of nothing": [() => cat([]), ShapeError, "cat: got no tensors; expected at least one."],
  "stack of different shapes": [
    () => stack([zeros([2]), zeros([3])]),
    ShapeError,
    "stack: got [2] and [3]; expected tensors of one shape. Try cat, which joins tensors that differ along one axis.",
  ],
  "floats for an index": [
    () => zeros([3]).indexSelect(0, zeros([2])),
    DTypeError,
    'indexSelect: got an index of dtype float32; expected int32. Try index.to("int32").',
  ],
  "an index beyond the axis": [
    () => zeros([3]).gather(0, indices(5)),
    ShapeError,
    "gather: got index 5 on an axis of size 3; expected indices from 0 to 2.",
  ],
  "a list of classes for gather": [
    () => zeros([4, 10]).gather(1, indices(1, 2, 3, 4)),
    ShapeError,
    "gather: got an index of shape [4] for a tensor of shape [4, 10] along dim 1; expected as many axes, none longer than the tensor's except along dim. Try index.unsqueeze(1).",
  ],
  "a position beyond the axis": [
    () => zeros([3]).select(0, 3),
    ShapeError,
    "select: got index 3 on an axis of size 3; expected a whole number from -3 to 2.",
  ],
  "an axis that is not there": [
    () => zeros([3]).sum(1),
    ShapeError,
    "sum: got dim 1 for a tensor of 1 dimension; expected a whole number from -1 to 0.",
  ],
  "an axis named twice": [
    () => zeros([3, 3]).sum([0, -2]),
    ShapeError,
    "sum: got dims [0, 0]; expected each dimension once.",
  ],
  "squeeze of an axis that is not there": [
    () => zeros([3]).squeeze(1),
    ShapeError,
    "squeeze: got dim 1 for a tensor of 1 dimension; expected a whole number from -1 to 0.",
  ],
  "unsqueeze beyond the last axis": [
    () => zeros([3]).unsqueeze(3),
    ShapeError,
    "unsqueeze: got dim 3 for a tensor of 1 dimension; expected a place for the new axis, from -2 to 1.",
  ],
  "expand of an axis that is not 1": [
    () => zeros([3]).expand([4]),
    ShapeError,
    "expand: got shape [4] for a tensor of shape [3]; expected sizes that differ from the tensor's only where it has 1. Try unsqueeze first, to make the axis that is to be stretched.",
  ],
  "view of a transposed tensor": [
    () => zeros([2, 3]).t().view([6]),
    ShapeError,
    "view: got shape [6] for a tensor of shape [3, 2] and strides [1, 3]; expected axes that already lie together in memory. Try reshape, which copies where it must.",
  ],
  "reshape to another number of elements": [
    () => zeros([2, 3]).reshape([4, 2]),
    ShapeError,
    "reshape: got shape [4, 2], which holds 8, for 6 elements; expected sizes whose product is the number of elements. Try −1 for the size that follows from the others.",
  ],
  "reshape with a size that does not divide": [
    () => zeros([2, 3]).reshape([4, -1]),
    ShapeError,
    "reshape: got shape [4, -1], for 6 elements; expected a size that divides 6 in place of 4.",
  ],
  "reshape with −1 twice": [
    () => zeros([2, 3]).reshape([-1, -1]),
    ShapeError,
    "reshape: got shape [-1, -1], for 6 elements; expected −1 at most once, as only one size can follow from the others.",
  ],
  "permute that leaves axes out": [
    () => zeros([2, 3]).permute([1]),
    ShapeError,
    "permute: got dims [1] for a tensor of shape [2, 3]; expected every axis once.",
  ],
  "item of many elements": [
    () => zeros([2, 3]).itemSync(),
    ShapeError,
    "item: got 6 elements of shape [2, 3]; expected exactly one. Try array(), or reduce it first, say with mean().",
  ],
  "a shape that is no number": [
    () => Reflect.apply(zeros, undefined, ["3"]),
    ShapeError,
    'zeros: got shape ["3"]; expected whole numbers from 0 up. Try zeros([2, 3]) for two rows of three.',
  ],
  "rows of different lengths": [
    () => tensor([[1, 2], [3]]),
    ShapeError,
    "tensor: got a list of 1 at depth 1; expected a list of 2, as the others there.",
  ],
  "values that do not fill a shape": [
    () => fromData([1, 2, 3], [2, 2]),
    ShapeError,
    "fromData: got 3 values for shape [2, 2]; expected 4 values.",
  ],
  "bounds of randint with nothing between": [
    () => randint(5, 5, [2]),
    ArgumentError,
    "randint: got low 5 and high 5; expected low < high, which itself is never drawn.",
  ],
  "arange with step 0": [
    () => arange(0, 5, 0),
    ArgumentError,
    "arange: got step 0 from 0 to 5; expected a step other than 0 that leads from start to end.",
  ],
  "arange that leads away": [
    () => arange(5, 0),
    ArgumentError,
    "arange: got step 1 from 5 to 0; expected a step other than 0 that leads from start to end. Try arange(5, 0, -1).",
  ],
  "linspace with a negative number of steps": [
    () => linspace(0, 1, -1),
    ArgumentError,
    "linspace: got steps -1; expected a whole number from 0 up.",
  ],
  "a mask of another shape": [
    () => zeros([3]).maskedFill(tensor([true, false]), 1),
    ShapeError,
    "maskedFill: got [3] and [2]; expected sizes that are equal or 1 on each axis counted from the last; axis −1 has 3 and 2. Try unsqueeze, reshape or expand on one of them.",
  ],
  "a mask of another shape to select with": [
    () => zeros([3]).maskedSelect(tensor([true, false])),
    ShapeError,
    "maskedSelect: got [3] and [2]; expected sizes that are equal or 1 on each axis counted from the last; axis −1 has 3 and 2. Try unsqueeze, reshape or expand on one of them.",
  ],
  "einsum with two sizes for a letter": [
    () => einsum("ij,jk->ik", zeros([2, 3]), zeros([4, 5])),
    ShapeError,
    'einsum: got sizes 3 and 4 for "j" in "ij,jk->ik", shapes [2, 3] and [4, 5]; expected one size for each letter.',
  ],
  "einsum with a letter from nowhere": [
    () => einsum("ij->iz", zeros([2, 3])),
    ArgumentError,
    'einsum: got the output axis "z" in "ij->iz"; expected a letter an axis, operands separated by commas, the output\'s letters after "->". Try "ij,jk->ik" for a matrix product.',
  ],
  "more of the largest than there are": [
    () => zeros([3]).topk(4),
    ShapeError,
    "topk: got k 4 on an axis of size 3; expected a whole number from 0 to 3.",
  ],
  "the mean of integers": [
    () => arange(3).mean(),
    DTypeError,
    'mean: got a tensor of dtype int32; expected a float. Try x.to("float32").',
  ],
  "a change in place that broadcasts the tensor itself": [
    () => zeros([3]).add_(zeros([2, 3])),
    ShapeError,
    "add_: got a result of shape [2, 3] for a tensor of shape [3]; expected the same shape: an in-place operation cannot grow its tensor. Try the operation without the underscore, which makes a new tensor.",
  ],
  "fractions put into integers": [
    () => arange(3).add_(0.5),
    DTypeError,
    "add_: got a float32 result for a tensor of dtype int32; expected a float tensor. Try the operation without the underscore, which makes a new tensor.",
  ],
  "two devices": [
    () => zeros([2]).add(zeros([2], { device: other })),
    DeviceError,
    "add: got tensors on cpu and other; expected all on one device. Try tensor.to(device).",
  ],
  "backward of many elements": [
    () => leaf().mul(2).backward(),
    GradientError,
    "backward: got an output of shape [3]; expected a single element, or a gradient of the output's shape to start from. Try loss.mean() first, or backward(onesLike(loss)).",
  ],
  "backward with a gradient of another shape": [
    () =>
      leaf()
        .mul(2)
        .backward(ones([2])),
    GradientError,
    "backward: got a gradient of shape [2]; expected the output's shape [3].",
  ],
  "backward of what was computed inside noGrad": [
    () => noGrad(() => leaf().sum()).backward(),
    GradientError,
    "backward: got a tensor that requires no gradient and came from none that does; expected a result of tensors with requiresGrad_(). Was it computed inside noGrad, or detached?",
  ],
  "backward twice": [
    () => {
      const loss = leaf().square().sum();
      loss.backward();
      loss.backward();
    },
    GradientError,
    "backward: got a graph that an earlier backward has freed; expected one backward for each forward pass. Try backward({ retainGraph: true }) the first time, or compute the loss anew.",
  ],
  "an update of a parameter outside noGrad": [
    () => leaf().sub_(0.1),
    GradientError,
    "sub_: got a leaf tensor that requires a gradient; expected a tensor that the graph does not start from. Try noGrad(() => parameter.sub_(…)), which is how parameters are updated.",
  ],
  "a view changed in place while gradients are followed": [
    () => leaf().mul(2).select(0, 0).mul_(2),
    GradientError,
    "mul_: got a view, changed by or with something that requires a gradient; expected a tensor of its own, as the tape does not follow a change back through views. Try where, cat or scatterAdd, which make new tensors, or noGrad where no gradient is to pass.",
  ],
  "a saved tensor changed in place": [
    () => {
      const doubled = leaf().mul(2);
      const squares = doubled.square();
      doubled.add_(1);
      squares.sum().backward();
    },
    GradientError,
    "backward of square: got input 0 of shape [3], which was changed in place once since; expected the values that the forward pass saw. Try the operation without the underscore, or clone() before changing it.",
  ],
  "the gradient of what requires none": [
    () => grad(leaf().sum(), [zeros([3])]),
    GradientError,
    "grad: got input 0, which requires no gradient; expected inputs that require a gradient and took part in the output. Try requiresGrad_() on it before the output is computed.",
  ],
  "the gradient of what took no part": [
    () => grad(leaf().sum(), [leaf()]),
    GradientError,
    "grad: got input 0, on which the output does not depend; expected inputs that require a gradient and took part in the output. Try { allowUnused: true } for zeros.",
  ],
  "integers that require a gradient": [
    () => arange(3).requiresGrad_(),
    GradientError,
    "requiresGrad_: got a tensor of dtype int32; expected a float tensor, as only those have gradients. Try x.float() first.",
  ],
  "a hook on what requires no gradient": [
    () => zeros([3]).registerHook(() => {}),
    GradientError,
    "registerHook: got a tensor that requires no gradient; expected a leaf with requiresGrad_() or a result of one. Try requiresGrad_() before the operations that use it.",
  ],
};

describe("the commonest mistakes are answered, word for word", () => {
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
