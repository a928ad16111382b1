/// <reference lib="esnext.disposable" preserve="true" />
import * as activations from "./composite/activations.js";
import * as aliases from "./composite/aliases.js";
import * as arithmetic from "./composite/arithmetic.js";
import { at, type Index, put, put_ } from "./composite/at.js";
import { bernoulli, bernoulli_, exponential_, multinomial, normal_, uniform_ } from "./composite/chance.js";
import { bincount, histc } from "./composite/counting.js";
import { dist, norm } from "./composite/distances.js";
import * as elementwise from "./composite/elementwise.js";
import * as changes from "./composite/in-place.js";
import { inPlaceForms } from "./composite/in-place-forms.js";
import * as indexing from "./composite/indexing.js";
import { bmm, cross, dot, inner, matmul, matrixPower, mm, mv, outer } from "./composite/linear-algebra.js";
import * as logic from "./composite/logic.js";
import * as matrices from "./composite/matrices.js";
import * as movement from "./composite/movement.js";
import type { Operand } from "./composite/operand.js";
import * as rearranging from "./composite/rearranging.js";
import * as reduction from "./composite/reduction.js";
import * as scans from "./composite/scans.js";
import * as scattering from "./composite/scattering.js";
import { maskedSelect, nonzero } from "./composite/searching.js";
import * as slices from "./composite/slices.js";
import * as softmax from "./composite/softmax.js";
import * as statistics from "./composite/statistics.js";
import { unique, uniqueConsecutive } from "./composite/unique.js";
import { full, type TensorOptions } from "./create.js";
import type { DType } from "./dtype.js";
import { ArgumentError } from "./errors.js";
import { type Sized, sized } from "./given.js";
import type { InPlaceMethods } from "./in-place-methods.js";
import type { ListingOf, Method, MethodsOf } from "./methods-of.js";
import * as read from "./read.js";
import type { Shape } from "./shape.js";
import { Tensor } from "./tensor.js";
import { cpu, to } from "./transfer.js";

const { where: _where, ...rows } = elementwise;
const { written: _written, ...inPlace } = changes;
const { matrixTranspose, ...triangles } = matrices;
const { median: _median, nanmedian: _nanmedian, ...moments } = statistics;
const { max: _max, min: _min, variance, ...reductions } = reduction;
const { readNow: _readNow, peek: _peek, ...readings } = read;
const { cutTo: _cutTo, hitsOf: _hitsOf, joinInTurn: _joinInTurn, ...scatterings } = scattering;

/** Functions that take sizes or axes one by one too. */
const listing = {
  broadcastTo: rearranging.broadcastTo,
  expand: movement.expand,
  flip: movement.flip,
  permute: movement.permute,
  repeat: rearranging.repeat,
  reshape: movement.reshape,
  tile: rearranging.tile,
  view: movement.view,
} satisfies Record<Listing, unknown>;

/** Functions whose first argument is the tensor: each is also a method. */
const functions = {
  ...aliases,
  ...rows,
  ...arithmetic,
  ...logic,
  ...activations,
  ...inPlace,
  ...indexing,
  ...movement,
  ...rearranging,
  ...triangles,
  ...reductions,
  ...moments,
  ...scans,
  ...scatterings,
  ...slices,
  ...softmax,
  ...readings,
  bernoulli,
  bernoulli_,
  bincount,
  bmm,
  cpu,
  cross,
  dist,
  dot,
  exponential_,
  histc,
  inner,
  maskedSelect,
  matmul,
  matrixPower,
  mm,
  multinomial,
  mv,
  norm,
  normal_,
  outer,
  put,
  put_,
  to,
  uniform_,
  unique,
  uniqueConsecutive,
  var: variance,
};

type Listing = "broadcastTo" | "expand" | "flip" | "permute" | "repeat" | "reshape" | "tile" | "view";
/** Some of a module's functions, where not all are methods. */
type Chosen<Module, Names extends keyof Module> = MethodsOf<Pick<Module, Names>>;

/** The same modules as in `functions`, by name, as only so does an editor get from a method to its function. */
interface Methods
  extends MethodsOf<typeof aliases>,
    MethodsOf<Omit<typeof elementwise, "where">>,
    MethodsOf<typeof arithmetic>,
    MethodsOf<typeof logic>,
    MethodsOf<typeof activations>,
    MethodsOf<Omit<typeof changes, "written">>,
    MethodsOf<typeof indexing>,
    MethodsOf<Omit<typeof movement, Listing>>,
    MethodsOf<Omit<typeof rearranging, Listing>>,
    MethodsOf<Omit<typeof matrices, "matrixTranspose">>,
    MethodsOf<Omit<typeof reduction, "max" | "min" | "variance">>,
    MethodsOf<Omit<typeof statistics, "median" | "nanmedian">>,
    MethodsOf<typeof scans>,
    MethodsOf<Omit<typeof scattering, "cutTo" | "hitsOf" | "joinInTurn">>,
    MethodsOf<typeof slices>,
    MethodsOf<typeof softmax>,
    MethodsOf<Omit<typeof read, "readNow" | "peek">>,
    Chosen<
      typeof import("./composite/chance.js"),
      "bernoulli" | "bernoulli_" | "exponential_" | "multinomial" | "normal_" | "uniform_"
    >,
    Chosen<typeof import("./composite/distances.js"), "dist" | "norm">,
    Chosen<
      typeof import("./composite/linear-algebra.js"),
      "bmm" | "cross" | "dot" | "inner" | "matmul" | "matrixPower" | "mm" | "mv" | "outer"
    >,
    Chosen<typeof import("./composite/counting.js"), "bincount" | "histc">,
    Chosen<typeof import("./composite/searching.js"), "maskedSelect">,
    Chosen<typeof import("./composite/unique.js"), "unique" | "uniqueConsecutive">,
    Chosen<typeof import("./composite/at.js"), "put" | "put_">,
    Chosen<typeof import("./transfer.js"), "cpu" | "to">,
    ListingOf<Pick<typeof movement, Listing & keyof typeof movement>>,
    ListingOf<Pick<typeof rearranging, Listing & keyof typeof rearranging>>,
    InPlaceMethods {}

declare module "./tensor.js" {
  interface Tensor extends Methods {
    /** The variance: of all elements, or along `dim`; Bessel's correction is 1 unless said. @source torch.var */
    readonly var: Method<typeof reduction.variance>;
    /** The largest element, or along `dim` the largest and where it stands, or the larger ones of two tensors. */
    max(): Tensor;
    max(other: Tensor): Tensor;
    max(dim: number, keepdim?: boolean): reduction.Extreme;
    /** The smallest element, or along `dim` the smallest and where it stands, or the smaller ones of two tensors. */
    min(): Tensor;
    min(other: Tensor): Tensor;
    min(dim: number, keepdim?: boolean): reduction.Extreme;
    /** The middle element of all, or along `dim` the middle one and where it stands. */
    median(): Tensor;
    median(dim: number, keepdim?: boolean): reduction.Extreme;
    /** The middle element without the NaN, of all, or along `dim` with its place. */
    nanmedian(): Tensor;
    nanmedian(dim: number, keepdim?: boolean): reduction.Extreme;
    /** The positions of the elements that are not 0, one a row, or a vector for each axis. */
    nonzero(options?: { readonly asTuple?: false }): Tensor;
    nonzero(options: { readonly asTuple: boolean }): Tensor[];
    /** Part of the tensor, axis by axis: `x.at(0, [1, 3], null, range(1, -1))` is `x[0, [1, 3], :, 1:-1]`. */
    at(...indices: readonly Index[]): Tensor;
    /** This tensor's truth picks between the two. */
    where(whenTrue: Operand, whenFalse: Operand): Tensor;
    /** The axes in reverse order: of a matrix the transpose. */
    readonly T: Tensor;
    /** The transpose of the last two axes. */
    readonly mT: Tensor;
    /** Every element 0, in this tensor's dtype and on its device unless said. @source torch.Tensor.new_zeros */
    newZeros(...given: Sized<TensorOptions>): Tensor;
    /** Every element 1, likewise. @source torch.Tensor.new_ones */
    newOnes(...given: Sized<TensorOptions>): Tensor;
    /** Elements that are to be set later, likewise. @source torch.Tensor.new_empty */
    newEmpty(...given: Sized<TensorOptions>): Tensor;
    /** Every element `value`, likewise. @source torch.Tensor.new_full */
    newFull(shape: Shape, value: number, options?: TensorOptions): Tensor;
    /** In `other`'s dtype. @source torch.Tensor.type_as */
    typeAs(other: Tensor): Tensor;
    /** A view of `other`'s shape. @source torch.Tensor.view_as */
    viewAs(other: Tensor): Tensor;
    /** As float32. @source torch.Tensor.float */
    float(): Tensor;
    /** As float64. @source torch.Tensor.double */
    double(): Tensor;
    /** As int32, fractions cut off. @source torch.Tensor.int */
    int(): Tensor;
    /** As int32, which stands for PyTorch's int64 here. */
    long(): Tensor;
    /** As uint8. */
    byte(): Tensor;
    /** As bool: whether it is not 0. @source torch.Tensor.bool */
    bool(): Tensor;
    /** What PyTorch prints. */
    toString(): string;
    /** The elements as nested arrays, which is what `JSON.stringify` writes. @throws DeviceError on WebGPU: use `await x.array()`. */
    toJSON(): read.NestedArray;
    /** The elements as nested arrays. @throws DeviceError on WebGPU: use `await x.array()`. @source torch.Tensor.tolist */
    tolist(): read.NestedArray;
    /** The text for a template; arithmetic with JavaScript's operators throws. */
    [Symbol.toPrimitive](hint: string): string;
    /** Frees the memory now, under all views of it; for `using` on devices whose memory is not garbage-collected. */
    [Symbol.dispose](): void;
    /** The slices along the first axis, so that `const [a, b, c] = parameters`. */
    [Symbol.iterator](): Iterator<Tensor>;
  }
}

/** Makes a property of Tensor.prototype that loops over properties do not meet. */
export function define(name: string | symbol, property: PropertyDescriptor): void {
  Object.defineProperty(Tensor.prototype, name, { configurable: true, ...property });
}

// V8 adds hundreds of properties one by one in a tenth of the time to an object that has lost one: it has become a table,
// until its first use.
define("table", {});
Reflect.deleteProperty(Tensor.prototype, "table");

function method(name: string | symbol, value: (this: Tensor, ...rest: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, { configurable: true, writable: true, value });
}

for (const [name, operation] of Object.entries({
  ...functions,
  ...inPlaceForms,
  max: reduction.max,
  min: reduction.min,
  median: statistics.median,
  nanmedian: statistics.nanmedian,
  nonzero,
  where: elementwise.where,
})) {
  const call = operation as (input: Tensor, a: unknown, b: unknown, c: unknown, d: unknown) => unknown;
  method(name, function (a, b, c, d) {
    return call(this, a, b, c, d);
  });
}
for (const [name, operation] of Object.entries({ ...listing, at })) {
  const call = operation as (input: Tensor, ...rest: unknown[]) => unknown;
  method(name, function (...rest) {
    return call(this, ...rest);
  });
}
for (const [name, value] of Object.entries({ newZeros: 0, newOnes: 1, newEmpty: 0 })) {
  method(name, function (...given: Sized<TensorOptions>) {
    const { shape, options } = sized(given);
    return full(shape, value, { dtype: this.dtype, device: this.device, ...options });
  });
}
method("newFull", function (shape: Shape, value: number, options?: TensorOptions) {
  return full(shape, value, { dtype: this.dtype, device: this.device, ...options });
});
method("typeAs", function (other: Tensor) {
  return movement.toDType(this, other.dtype);
});
method("viewAs", function (other: Tensor) {
  return movement.view(this, other.shape);
});
for (const [name, dtype] of Object.entries({
  float: "float32",
  double: "float64",
  int: "int32",
  long: "int32",
  byte: "uint8",
  bool: "bool",
})) {
  method(name, function () {
    return movement.toDType(this, dtype as DType);
  });
}
define("T", {
  get(this: Tensor) {
    return movement.permute(this, this.shape.map((_, axis) => axis).reverse());
  },
});
define("mT", {
  get(this: Tensor) {
    return matrixTranspose(this);
  },
});
method(Symbol.iterator, function () {
  // A scalar has none; tools that compare objects ask every one for its parts.
  return (this.ndim === 0 ? [] : slices.unbind(this))[Symbol.iterator]();
});
method("toString", function () {
  return this.format();
});
for (const name of ["toJSON", "tolist"]) {
  method(name, function () {
    return read.arraySync(this);
  });
}
method(Symbol.toPrimitive, function (hint: string) {
  if (hint === "string") return this.toString();
  throw new ArgumentError({
    operation: "Tensor",
    got: "an operator of JavaScript, which knows no tensors",
    expected: "a method",
    hint: "Try x.neg(), x.add(y), x.sub(y), x.mul(2), x.div(y), x.pow(2) or x.gt(y); String(x) for its text, x.itemSync() for its number.",
  });
});
// In their place until @mnist/autograd is loaded, which defines them.
for (const name of ["requiresGrad_", "backward"]) {
  method(name, () => {
    throw new ArgumentError({
      operation: name,
      got: "a tensor that nothing follows",
      expected: "@mnist/autograd, which gives tensors their gradients",
      hint: "Try importing @mnist/autograd once, beside @mnist/tensor.",
    });
  });
}
method(Symbol.dispose ?? Symbol.for("dispose"), function () {
  this.storage.release?.();
});
method(Symbol.for("nodejs.util.inspect.custom"), function () {
  return this.toString();
});
method(Symbol.for("Jupyter.display"), function () {
  return { "text/plain": this.toString() };
});
