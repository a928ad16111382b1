/**
 * What the sister packages need of this one and nobody else does: the way into devices, the primitives and what watches
 * them, and random draws into arrays. It may change with any version.
 */
export { withinElements } from "./allocation-limit.js";
export { reference } from "./backend/cpu/cpu-device.js";
export { backwards } from "./composite/backwards.js";
export { drawInto } from "./composite/chance.js";
export { own } from "./composite/own.js";
export { adopt } from "./create.js";
export { addRecorder, dispatch, dispatchInto, type Recorder } from "./dispatch.js";
export { kinds } from "./dtype.js";
export { errorFunction } from "./expression/functions/error-function.js";
export { halfToNumber } from "./formats/half.js";
export { parseNpyHeader } from "./formats/npy-header.js";
export { items } from "./items.js";
export { define } from "./methods.js";
export type { Pointwise } from "./ops/pointwise-row.js";
export type { AttributesOf, KernelPrimitive, Primitive, ViewPrimitive } from "./ops/primitive.js";
export { type Primitives, pointwise, primitives } from "./ops/primitives.js";
export { checkFlag, checkNumber, checkOptions, shown } from "./options.js";
export {
  fillBernoulli,
  fillNormal,
  fillRand,
  fillRandn,
  randomInt64,
  randperm as permutation,
} from "./random/distributions.js";
export { peek, readNow } from "./read.js";
export { mapTensors, tensorsIn } from "./structure.js";
export { software } from "./version.js";
