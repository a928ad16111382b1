import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  arange,
  bincount,
  bitwiseAnd,
  blockDiag,
  broadcastTensors,
  cartesianProd,
  cdist,
  combinations,
  convTranspose2d,
  einsum,
  fromData,
  full,
  interpolate,
  isin,
  layerNorm,
  linspace,
  MnistError,
  maxPool2d,
  oneHot,
  ones,
  pad,
  randint,
  randperm,
  range,
  scatterReduce,
  searchsorted,
  tensor,
  tensordot,
  trapezoid,
  trilIndices,
  triuIndices,
  where,
  zeros,
} from "./index.js";

const x = arange(6).reshape([2, 3]).float();

describe("brackets refuse", () => {
  it.each<[string, () => unknown, string]>([
    [
      "a position beyond the axis",
      () => x.at(2),
      "select: got index 2 on an axis of size 2; expected a whole number from -2 to 1.",
    ],
    [
      "a list beyond the axis",
      () => x.at(null, [0, 3]),
      "at: got index 3 on an axis of size 3; expected a whole number from -3 to 2.",
    ],
    [
      "a tensor beyond the axis",
      () => x.at(null, tensor([0, 3]).int()),
      "gather: got index 3 on an axis of size 3; expected indices from 0 to 2.",
    ],
    [
      "one of several beyond its axis",
      () => x.at([0, 1], tensor([0, 3]).int()),
      "gather: got index -1 on an axis of size 6",
    ],
    [
      "floats",
      () => x.at(tensor([0, 1])),
      'at: got an index of dtype float32; expected int32 positions or a bool mask. Try index.to("int32").',
    ],
    [
      "bytes, which may be a mask or positions",
      () => x.at(tensor([0, 1], { dtype: "uint8" })),
      'at: got an index of dtype uint8; expected int32 positions or a bool mask. Try index.to("int32") for positions, or index.to("bool") for a mask.',
    ],
    ...[undefined, "0", true, {}].map((index): [string, () => unknown, string] => [
      `what is no index: ${index}`,
      () => Reflect.apply(x.at, x, [index]),
      "expected a number, a range, a list, a tensor, null",
    ]),
    [
      "more indices than axes",
      () => x.at(0, 0, 0),
      'at: got indices for 3 axes of a tensor of shape [2, 3]; expected at most 2, and "..." once.',
    ],
    [
      "a mask of another shape",
      () => x.at(tensor([true, false, true])),
      "at: got a mask of shape [3] for axes of shape [2]; expected equal shapes.",
    ],
    ["a value that does not fit", () => x.put([0], tensor([1, 2])), "expand"],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("operations refuse, and say what they expect", () => {
  const image = ones([1, 1, 3, 3]);
  it.each<[string, () => unknown, string]>([
    ["einsum, an unknown sign", () => einsum("ij;jk", x, x), 'einsum: got 2 operands in "ij;jk"; expected'],
    [
      "einsum, too few letters",
      () => einsum("i->i", x),
      'einsum: got "i" for a tensor of shape [2, 3] in "i->i"',
    ],
    ["einsum, two sizes", () => einsum("ij,ij", x, x.t()), 'einsum: got sizes 2 and 3 for "i" in "ij,ij"'],
    ["einsum, an output from nowhere", () => einsum("ij->k", x), 'einsum: got the output axis "k"'],
    [
      "tensordot",
      () => tensordot(x, x, 1),
      "tensordot: got axes [1] of [2, 3] and [0] of [2, 3]; expected as many axes of equal sizes.",
    ],
    [
      "mm",
      () => x.mm(tensor([1, 2, 3])),
      "mm: got [2, 3] × [3]; expected 2 and 2 dimensions. Try matmul, which takes any.",
    ],
    [
      "cross",
      () => x.cross(x, 0),
      "cross: got [2, 3] and [2, 3] along dim 0; expected three elements on both sides.",
    ],
    [
      "matrixPower",
      () => x.matrixPower(2),
      "matrixPower: got [2, 3] to the power of 2; expected a square matrix",
    ],
    [
      "cdist",
      () => cdist(x, x.t()),
      "cdist: got [2, 3] and [3, 2]; expected matrices whose rows have one length.",
    ],
    [
      "pad, a mirror too short",
      () => pad(x, [3, 0], { mode: "reflect" }),
      'pad: got a border of 3 and 0 around an axis of size 3; expected at most 2 elements on each side in mode "reflect".',
    ],
    [
      "pad, an odd number",
      () => pad(x, [1]),
      "pad: got sizes [1] for a tensor of shape [2, 3]; expected two whole numbers an axis",
    ],
    ...(
      [
        [-4, 0],
        [-4, 4],
        [1, -4],
        [-2, -2],
      ] as const
    ).map((sizes): [string, () => unknown, string] => [
      `pad, ${sizes} of 3`,
      () => pad(x, sizes),
      `pad: got sizes [${sizes.join(", ")}] for a tensor of shape [2, 3]; expected no more cut off than there is.`,
    ]),
    [
      "unique slices of nothing",
      () => zeros([2, 0]).unique({ dim: 0 }),
      "unique: got dim 0 of a tensor of shape [2, 0]; expected slices that have elements.",
    ],
    [
      "round, decimals of whole numbers",
      () => x.int().round({ decimals: 0 }),
      "round: got a tensor of dtype int32",
    ],
    [
      "interpolate",
      () => interpolate(image, {}),
      "interpolate: got neither; expected a size or a scaleFactor.",
    ],
    [
      "convTranspose2d",
      () => convTranspose2d(image, ones([2, 1, 2, 2])),
      "convTranspose2d: got an input [1, 1, 3, 3], a weight [2, 1, 2, 2] and 1 group; expected",
    ],
    [
      "repeat",
      () => x.repeat([2]),
      "repeat: got times [2] for a tensor of shape [2, 3]; expected a whole number from 0 up for each axis. Try tile",
    ],
    [
      "kthvalue",
      () => x.kthvalue(4),
      "kthvalue: got k 4 for an axis of size 3; expected a whole number from 1 to 3.",
    ],
    ["quantile", () => x.quantile(1.5), "quantile: got q 1.5; expected shares from 0 to 1."],
    [
      "bincount",
      () => bincount(x.flatten()),
      'bincount: got a tensor of dtype float32; expected whole numbers. Try x.to("int32").',
    ],
    [
      "oneHot",
      () => oneHot(zeros([2]).int(), 0),
      "oneHot: got 0 classes for a tensor of shape [2]; expected a whole number from 1 up.",
    ],
    [
      "bitwiseAnd",
      () => bitwiseAnd(x, 1),
      "bitwiseAnd: got a tensor of dtype float32; expected whole numbers",
    ],
    [
      "multinomial",
      () => x.multinomial(4),
      "multinomial: got 4 samples of 3 classes; expected at least one, and without replacement no more",
    ],
    [
      "bernoulli_",
      () => x.int().bernoulli_(),
      'bernoulli_: got dtype int32; expected a float. Try x.to("float32").',
    ],
    ["tril", () => tensor([1]).tril(), "tril: got a tensor of shape [1]; expected at least two dimensions"],
    [
      "diagonal",
      () => x.diagonal(0, 1, 1),
      "diagonal: got dims 1 and 1 of a tensor of shape [2, 3]; expected two axes",
    ],
    [
      "movedim",
      () => x.movedim([0, 1], [0]),
      "movedim: got from [0, 1] to [0]; expected as many places as axes, each once.",
    ],
    [
      "a difference of truths",
      () => x.gt(1).sub(x.gt(2)),
      "sub: got bool and bool; expected numbers, as truths have no difference. Try x.logicalXor(y), or int() first.",
    ],
    ["a truth from a number", () => x.sub(x.gt(2)), "sub: got float32 and bool; expected numbers"],
    [
      "the negative of a truth",
      () => x.gt(1).neg(),
      "neg: got bool; expected numbers, as truths have no difference. Try x.logicalNot(), or int() first.",
    ],
    [
      "norm, one that JavaScript gave",
      () => Reflect.apply(x.norm, x, ["nuc"]),
      'norm: got degree "nuc"; expected a number or "fro". Try matrixNorm of linalg',
    ],
    [
      "diff, options in the place of n",
      () => Reflect.apply(x.diff, x, [{ prepend: x }]),
      "diff: got n { prepend }; expected a whole number from 0 up.",
    ],
    ["glu", () => x.glu(), "glu: got an axis of size 3; expected an even size."],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("numbers beside whole ones are refused where the dtype cannot hold them", () => {
  const bytes = tensor([0, 128, 255], { dtype: "uint8" });
  const [mask, first] = [bytes.gt(0), tensor([0], { dtype: "int32" })];
  const calls: Record<string, () => unknown> = {
    clamp: () => bytes.clamp(0, 300),
    clamp_: () => bytes.clamp_(300),
    pow: () => bytes.pow(300),
    where: () => where(mask, bytes, 300),
    indexFill: () => bytes.indexFill(0, first, 300),
    maskedFill: () => bytes.maskedFill(mask, 300),
    scatter: () => bytes.scatter(0, first, 300),
    put: () => bytes.put([0], 300),
    put_: () => bytes.put_([0], 300),
    pad: () => pad(bytes, [1, 1], { value: 300 }),
    add: () => bytes.add(bytes, { alpha: 300 }),
    hardtanh: () => bytes.hardtanh(0, 300),
    threshold: () => bytes.threshold(300, 0),
    "threshold of int32": () => bytes.int().threshold(2, 1e10),
    remainder: () => bytes.remainder(256),
    fmod: () => bytes.fmod(512),
    floorDivide: () => bytes.floorDivide(256),
    "remainder of int32": () => bytes.int().remainder(2 ** 32),
    randint: () => randint(0, 2 ** 40, [3]),
    "randint of bytes": () => randint(0, 257, [3], { dtype: "uint8" }),
    "randint from below 0": () => randint(-1, 5, [3], { dtype: "uint8" }),
    "randint of truths": () => randint(0, 3, [3], { dtype: "bool" }),
    randperm: () => randperm(257, { dtype: "uint8" }),
  };
  it.each(Object.entries(calls))("%s", (_name, call) => expect(call).toThrow(ArgumentError));

  it("but taken where they wrap around in PyTorch too, or where the result is a float", () => {
    expect(bytes.add(300).arraySync()).toEqual([44, 172, 43]);
    expect(bytes.clamp(-1).arraySync()).toEqual([255, 255, 255]);
    expect(bytes.div(256).arraySync()).toEqual([0, 0.5, 0.99609375]);
    expect(randint(2 ** 40, 2 ** 41, [1], { dtype: "float64" }).itemSync()).toBeGreaterThanOrEqual(2 ** 40);
  });
});

describe("what calls that no compiler has seen give is refused, not made NaN or its opposite", () => {
  const call = (name: string, ...given: readonly unknown[]): unknown =>
    Reflect.apply(Reflect.get(x.clone(), name) as () => unknown, x.clone(), given);
  const plain = (operation: unknown, ...given: readonly unknown[]): unknown =>
    Reflect.apply(operation as () => unknown, undefined, given);
  const keepdim = { keepdim: true };
  it.each<[string, () => unknown, string]>([
    [
      "std",
      () => call("std", 0, { correction: 0 }),
      "var: got correction { correction }; expected a number.",
    ],
    ["var", () => call("var", 0, false), "Try 0 for unbiased=False, 1 for unbiased=True."],
    ["varMean", () => call("varMean", 0, { correction: 0 }), "var: got correction { correction }"],
    ["argmax", () => call("argmax", 0, keepdim), "argmax: got keepdim { keepdim }; expected true or false."],
    ["median", () => call("median", 0, keepdim), "median: got keepdim"],
    ["nanmedian", () => call("nanmedian", 0, keepdim), "nanmedian: got keepdim"],
    ["mode", () => call("mode", 0, keepdim), "mode: got keepdim"],
    ["kthvalue", () => call("kthvalue", 1, 0, keepdim), "kthvalue: got keepdim"],
    ["quantile", () => call("quantile", 0.5, 0, keepdim), "quantile: got keepdim"],
    ["logsumexp", () => call("logsumexp", 0, keepdim), "logsumexp: got keepdim"],
    [
      "normal_",
      () => call("normal_", { mean: 0, std: 1 }),
      "normal_: got mean { mean, std }; expected a number.",
    ],
    ["fill_", () => call("fill_", { value: 1 }), "fill_: got { value }; expected a number."],
    ["full", () => plain(full, [2], { value: 1 }), "full: got { value }"],
    ["linspace", () => plain(linspace, { start: 0 }, 1, 3), "linspace: got start { start }"],
    ["hardtanh", () => call("hardtanh", { low: 0 }), "hardtanh: got { low }"],
    ["bernoulli", () => call("bernoulli", { p: 0.5 }), "bernoulli: got "],
    ["gelu", () => call("gelu", "tanh"), 'gelu: got "tanh" in place of options; expected { approximate }.'],
    ["softplus", () => call("softplus", 2), "softplus: got 2 in place of options"],
    [
      "scatterReduce",
      () => plain(scatterReduce, x, 0, x.int(), x, "sum", false),
      "scatterReduce: got false in place of options",
    ],
    ["indexFill", () => call("indexFill", 0, tensor([0]).int(), { value: 1 }), "got { value }"],
    ["scatter", () => call("scatter", 0, x.int(), { value: 1 }), "got { value }"],
    ["to", () => call("to", { dtype: "int32" }), "to: got device { dtype }"],
    ["put_", () => call("put_", 0, 5), "put_: got indices 0; expected a list, with an index for each axis."],
    ["put", () => call("put", 0, 5), "put: got indices 0"],
    ["indexSelect", () => call("indexSelect", { dim: 0 }), "indexSelect: got undefined; expected a tensor."],
    ["scatterAdd", () => call("scatterAdd", { dim: 0 }), "scatterAdd: got undefined; expected a tensor."],
    ["indexAdd", () => call("indexAdd", 0, [0], x), "indexAdd: got [0]; expected a tensor."],
    ["blockDiag", () => plain(blockDiag, [x]), "blockDiag: got [a tensor]; expected a tensor."],
    ["broadcastTensors", () => plain(broadcastTensors, [x, x]), "expected a tensor."],
    ["cartesianProd", () => plain(cartesianProd, [x, x]), "expected a tensor."],
    ["pad", () => plain(pad, x, 1), "pad: got sizes 1 for a tensor of shape [2, 3]"],
    ["trapezoid", () => plain(trapezoid, x, { dx: 2 }), "trapezoid: got { dx }; expected a tensor."],
    ["sumToSize", () => call("sumToSize", 1, 3), "sumToSize: got shape 1"],
    [
      "expand",
      () => call("expand", { size: [2, 3] }),
      "got { size }; expected numbers one by one, or a list",
    ],
    ["permute", () => call("permute", { dims: [1, 0] }), "got { dims }; expected numbers one by one"],
    ["unflatten", () => call("unflatten", 0, 3), "unflatten: got shape 3"],
    ["matmul", () => call("matmul", [1, 2]), "matmul: got "],
    ["lerp", () => call("lerp", 1, 0.5), "lerp: got 1; expected a tensor."],
    ["copy_", () => call("copy_", 2), "copy_: got 2; expected a tensor."],
    ["equal", () => call("equal", 2), "equal: got 2; expected a tensor."],
    ["searchsorted", () => plain(searchsorted, x, 2), "searchsorted: got 2; expected a tensor."],
    ["isin", () => plain(isin, x, [1, 2]), "isin: got [1, 2]; expected a tensor."],
    ["layerNorm", () => plain(layerNorm, x, 3), "layerNorm: got shape 3"],
    ["maxPool2d", () => plain(maxPool2d, x.reshape([1, 2, 3]), { kernel: 2 }), "got kernel size { kernel }"],
    ["addcmul", () => call("addcmul", x), "addcmul: got undefined; expected a tensor."],
  ])("%s", (_name, attempt, message) => {
    expect(attempt).toThrow(MnistError);
    expect(attempt).toThrow(message);
  });
});

describe("positions, sizes and counts that are no whole numbers are refused", () => {
  const row = arange(4).float();
  const calls: Record<string, (n: number) => unknown> = {
    diagonal: (n) => x.diagonal(n),
    diagEmbed: (n) => row.diagEmbed(n),
    diag: (n) => row.diag(n),
    "slice from": (n) => x.slice(0, n),
    "slice to": (n) => x.slice(0, 0, n),
    "slice by": (n) => x.slice(0, 0, 2, n),
    range: (n) => x.at(range(n, null)),
    narrow: (n) => x.narrow(0, n, 1),
    select: (n) => x.select(0, n),
    "unfold, the size": (n) => x.unfold(0, n, 1),
    "unfold, the step": (n) => x.unfold(0, 1, n),
    rot90: (n) => x.rot90(n),
    tril: (n) => x.tril(n),
    triu: (n) => x.triu(n),
    trilIndices: (n) => trilIndices(2, n),
    triuIndices: (n) => triuIndices(2, 2, n),
    roll: (n) => x.roll(n, 0),
    repeat: (n) => x.repeat(1, n),
    repeatInterleave: (n) => row.repeatInterleave(n),
    "repeatInterleave, one of several": (n) => row.repeatInterleave([1, n, 1, 1]),
    tensorSplit: (n) => x.tensorSplit(n),
    split: (n) => x.split(n),
    chunk: (n) => x.chunk(n),
    combinations: (n) => combinations(row, n),
    tensordot: (n) => tensordot(x, x, n),
    bincount: (n) => bincount(row.int(), { minlength: n }),
    histc: (n) => row.histc(n),
    round: (n) => row.round({ decimals: n }),
    fromData: (n) => fromData([1], [n]),
  };
  it.each(Object.entries(calls))("%s", (_name, call) => {
    for (const n of [0.5, Number.NaN, "1" as unknown as number]) expect(() => call(n)).toThrow(MnistError);
    // Memory is as it was.
    expect(tensor([2]).add(2).arraySync()).toEqual([4]);
  });

  it("saying which", () => {
    expect(() => x.diagonal({ offset: 1 } as unknown as number)).toThrow(
      "diagonal: got offset { offset }; expected a whole number.",
    );
    expect(() => row.repeatInterleave(tensor([1]) as unknown as number)).toThrow(
      "repeatInterleave: got repeats a tensor; expected a whole number from 0 up.",
    );
  });
});

describe("without @mnist/autograd", () => {
  it.each(["requiresGrad_", "backward"])("%s says what to import", (name) => {
    const method = Reflect.get(tensor([1, 2]), name) as () => void;
    expect(method).toThrow(
      `${name}: got a tensor that nothing follows; expected @mnist/autograd, which gives tensors their gradients. Try importing @mnist/autograd once`,
    );
  });
});
