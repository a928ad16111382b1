import { type Call, changedIn, type Trace } from "../../../compile/trace.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import { gatherBytes, type Instruction } from "../kernels/instructions.js";
import type { SparseRows } from "../kernels/sparse-matmul.js";
import { multipliesRows } from "./lower-matmul.js";
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
  /** float32, the elements of [batch, width] in their order. */
  readonly output: Tensor;
  readonly divisor: number;
  /** The call that makes the divisor. */
  readonly divided: Call | null;
  readonly calls: readonly Call[];
}

/** Finds every batch of bytes in a trace. */
export function findByteRows(trace: Trace): ByteRows[] {
  const uses = usesOf(trace);
  return trace.calls.flatMap((gather) => {
    const rows = matchGather(gather, uses);
    const copy = rows && uses.next(gather);
    if (!rows || copy?.primitive.name !== "copy" || copy.output.dtype !== "float32" || copy.inPlace)
      return [];
    const division = uses.next(copy);
    const divided =
      division?.primitive.name === "div" && !division.inPlace ? uses.filler(division.inputs[1]!) : null;
    if (!division || !divided)
      return [{ ...rows, output: copy.output, divisor: 1, divided, calls: [gather, copy] }];
    const divisor = (divided.attributes as { readonly value: number }).value;
    return [{ ...rows, output: division.output, divisor, divided, calls: [gather, copy, division] }];
  });
}

interface Uses {
  readonly changed: ReadonlySet<Storage>;
  /** The one call that reads what a call makes, all of it in its order; null where anybody else has to do with it. */
  next(call: Call): Call | null;
  /** The call that fills a float32 scalar with a number, where that is all that becomes of it. */
  filler(tensor: Tensor): Call | null;
}

function usesOf(trace: Trace): Uses {
  const { calls, outputs, places } = trace;
  const readers = new Map<Storage, Call[]>();
  for (const call of calls) {
    for (const { storage } of call.inputs) readers.set(storage, [...(readers.get(storage) ?? []), call]);
  }
  const changed = changedIn(trace);
  return {
    changed,
    next({ output }) {
      const { storage } = output;
      const [reader, ...others] = readers.get(storage) ?? [];
      if (reader === undefined || others.length > 0 || changed.has(storage)) return null;
      const isWanted = outputs.some((each) => each.storage === storage);
      return !isWanted && isWhole(reader.inputs[0]!, output) ? reader : null;
    },
    filler(tensor) {
      if (tensor.dtype !== "float32" || tensor.numel() !== 1) return null;
      const makers = calls.filter((call) => call.output.storage === tensor.storage);
      return makers.length === 1 && places.has(makers[0]!) ? makers[0]! : null;
    },
  };
}

/** Whether a view shows all that was made, in its order. */
function isWhole(view: Tensor, made: Tensor): boolean {
  const isSame = view.storage === made.storage && view.offset === made.offset;
  return isSame && view.isContiguous() && view.numel() === made.numel();
}

function matchGather(
  { primitive, inputs, attributes, output }: Call,
  { changed }: Uses,
): Pick<ByteRows, "bytes" | "index"> | null {
  const [bytes, index] = inputs;
  if (primitive.name !== "gather" || (attributes as { dim: number }).dim !== 0) return null;
  if (bytes?.dtype !== "uint8" || bytes.ndim !== 2 || !bytes.isContiguous() || index?.dtype !== "int32")
    return null;
  if (changed.has(bytes.storage) || changed.has(index.storage)) return null;
  if (index.strides[1] !== 0 || output.shape[1] !== bytes.shape[1]) return null;
  return index.strides[0] === 1 || index.shape[0] === 1 ? { bytes, index } : null;
}

/** Whether only products read a batch, each of which can read its bytes: then it needs no place of its own. */
export function isReadInPlace({ bytes, index, output, calls }: ByteRows, trace: Trace): boolean {
  const { storage } = output;
  // What the step itself makes may be gone by the time of a product.
  const made = new Set(trace.calls.map((call) => call.output.storage));
  if (made.has(bytes.storage) || made.has(index.storage)) return false;
  if (trace.outputs.some((each) => each.storage === storage)) return false;
  const [rows, width] = [index.shape[0]!, bytes.shape[1]!];
  return trace.calls.every((call) => {
    if (call.output.storage === storage) return call === calls.at(-1);
    if (call.inputs.every((input) => input.storage !== storage)) return true;
    return multipliesRows(call, output, rows, width) && call.inputs[1]!.storage !== storage;
  });
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
  const columns = bytes.shape[1]!;
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
  return gatherBytes(fields, index.shape[0]!);
}
