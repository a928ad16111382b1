import type { Call, Trace } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import { gatherBytes, type Instruction } from "../kernels/instructions.js";
import type { SparseRows } from "../kernels/sparse-matmul.js";
import type { Places } from "./places.js";

/**
 * A batch taken from a data set's bytes: rows named by an index, as float32, divided by or multiplied with a number. These
 * calls are found in a trace so that products can read the bytes themselves.
 */
export interface ByteRows {
  /** [samples, width] bytes, row-major. */
  readonly bytes: Tensor;
  /** [batch, …] int32; the first of each row counts. */
  readonly index: Tensor;
  /** [batch, width] float32. */
  readonly output: Tensor;
  readonly divisor: number;
  /** The call that makes the divisor. */
  readonly divided: Call | null;
  readonly calls: readonly Call[];
}

/** Finds every batch of bytes in a trace. */
export function findByteRows(trace: Trace): ByteRows[] {
  const uses = new Map<Storage, Call[]>();
  for (const call of trace.calls) {
    for (const { storage } of call.inputs) uses.set(storage, [...(uses.get(storage) ?? []), call]);
  }
  const found: ByteRows[] = [];
  for (const gather of trace.calls) {
    const rows = matchGather(gather);
    const copy = rows && only(uses, gather.output);
    if (!rows || copy?.primitive.name !== "copy" || copy.output.dtype !== "float32" || copy.inPlace) continue;
    const division = only(uses, copy.output);
    const isDivided =
      division?.primitive.name === "div" &&
      !division.inPlace &&
      division.inputs[0]!.storage === copy.output.storage;
    const divided = isDivided ? fillerOf(trace, division.inputs[1]!) : null;
    if (division && divided) {
      const divisor = (divided.attributes as { readonly value: number }).value;
      found.push({ ...rows, output: division.output, divisor, divided, calls: [gather, copy, division] });
    } else found.push({ ...rows, output: copy.output, divisor: 1, divided, calls: [gather, copy] });
  }
  return found;
}

function matchGather({
  primitive,
  inputs,
  attributes,
  output,
}: Call): Pick<ByteRows, "bytes" | "index"> | null {
  const [bytes, index] = inputs;
  if (primitive.name !== "gather" || (attributes as { dim: number }).dim !== 0) return null;
  if (bytes?.dtype !== "uint8" || bytes.ndim !== 2 || !bytes.isContiguous() || index?.dtype !== "int32")
    return null;
  if (index.strides[1] !== 0 || output.shape[1] !== bytes.shape[1]) return null;
  return index.strides[0] === 1 || index.shape[0] === 1 ? { bytes, index } : null;
}

/** The one call that reads a tensor; null where there are more. */
function only(uses: ReadonlyMap<Storage, Call[]>, tensor: Tensor): Call | null {
  const calls = uses.get(tensor.storage) ?? [];
  return calls.length === 1 ? calls[0]! : null;
}

/** The call that fills a scalar with a number, where that is all that becomes of it. */
function fillerOf(trace: Trace, tensor: Tensor): Call | null {
  const calls = trace.calls.filter((call) => call.output.storage === tensor.storage);
  return tensor.numel() === 1 && calls.length === 1 && trace.places.has(calls[0]!) ? calls[0]! : null;
}

/** The batch as a product's left operand that is read in place. */
export function sparseRowsOf({ bytes, index, divisor }: ByteRows, places: Places): SparseRows {
  return {
    address: places.view(bytes).address,
    rowStride: bytes.shape[1]!,
    index: places.view(index).address,
    scale: { multiplier: 1, divisor },
  };
}

/** The batch laid out in memory, for whoever else reads it. */
export function lowerByteRows({ bytes, index, output, divisor }: ByteRows, places: Places): Instruction {
  const [rows, columns] = output.shape as [number, number];
  const fields = {
    bytes: places.view(bytes).address,
    byteStride: columns,
    index: places.view(index).address,
    multiplier: 1,
    divisor,
    output: places.view(output).address,
    outputStride: columns * 4,
    columns,
  };
  return gatherBytes(fields, rows);
}
