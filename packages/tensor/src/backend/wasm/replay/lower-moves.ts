import type { Call } from "../../../compile/trace.js";
import { copy } from "../../../ops/pointwise.js";
import type { Pointwise } from "../../../ops/pointwise-row.js";
import type { Tensor } from "../../../tensor.js";
import type { Device } from "../../device.js";
import type { Kernels } from "../engine/module.js";
import type { Instruction } from "../kernels/instructions.js";
import { lowerCopy, lowerFill } from "./lower-chain.js";
import type { View } from "./places.js";

/** Primitives that do no more than fill and copy: what they ask of the device is written down in place of being done. */
const moves: ReadonlySet<string> = new Set(["pad", "cat"]);

/** The fills and copies of which a primitive consists; null for others. */
export function lowerMoves(
  kernels: Kernels,
  { primitive, inputs, attributes, output }: Call,
  viewOf: (tensor: Tensor) => View,
): Instruction[] | null {
  if (!moves.has(primitive.name) || [...inputs, output].some(({ dtype }) => dtype === "float64")) return null;
  const instructions: Instruction[] = [];
  const listener = {
    fill: (value: number, target: Tensor) =>
      void instructions.push(lowerFill(kernels, value, target, viewOf)),
    map: (op: Pointwise, [input]: readonly Tensor[], target: Tensor) => {
      if (op !== copy) throw new TypeError(`${op.name} in ${primitive.name}, which only moves elements`);
      instructions.push(lowerCopy(kernels, input!, target, viewOf));
    },
  } satisfies Partial<Device>;
  primitive.run(listener as unknown as Device, inputs, attributes as never, output);
  return instructions;
}
