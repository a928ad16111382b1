import type { Call } from "../../../compile/capture.js";
import type { Pointwise } from "../../../ops/pointwise-row.js";
import type { Tensor } from "../../../tensor.js";
import type { Kernels } from "../engine/module.js";
import { isChainable, lowerChain } from "../replay/lower-chain.js";
import { extent, Staged } from "./staged.js";

/** Elements from which on copying operands in and out costs less than it saves. */
const worthwhile = 4096;
/** Elements up to which they are copied: what is staged stays allocated. */
const largest = 1 << 22;
/** How many elements may be copied in for each one that is made. */
const mostCopied = 4;
/** Operations whose last bits are not those of the JavaScript kernels. */
const inexact = new Set(["exp", "log", "tanh", "sigmoid"]);

/** Whether a pointwise operation gives the bits of the JavaScript kernels, and sooner. */
export function suitsMap(op: Pointwise, inputs: readonly Tensor[], output: Tensor): boolean {
  const count = output.numel();
  if (count < worthwhile || count > largest || inexact.has(op.name) || !output.isContiguous()) return false;
  if (inputs.some(({ strides }) => strides.some((stride) => stride < 0))) return false;
  if (inputs.reduce((sum, input) => sum + extent(input), 0) > mostCopied * count) return false;
  return isChainable(callOf(op, inputs, output));
}

/** output[i] = op(inputs[0][i], …) for what `suitsMap`; the inputs may be the output. */
export function mapEager(kernels: Kernels, op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const staged = new Staged(kernels, inputs, output);
  const instruction = lowerChain(kernels, [callOf(op, inputs, output)], new Set(), (tensor) =>
    staged.view(tensor),
  );
  staged.run([instruction]);
}

function callOf(op: Pointwise, inputs: readonly Tensor[], output: Tensor): Call {
  const primitive = op as unknown as Call["primitive"];
  return { primitive, inputs, attributes: undefined, output, inPlace: false, drawn: null };
}
