import { ArgumentError, type DType, fromData, Tensor, type TypedArray } from "@mnist/tensor";

/** A batch as one thread sends it to another: tensors by their elements, anything else as it is. */
export type PackedBatch =
  | {
      readonly kind: "tensor";
      readonly dtype: DType;
      readonly shape: readonly number[];
      readonly data: TypedArray;
    }
  | { readonly kind: "list"; readonly parts: readonly PackedBatch[] }
  | { readonly kind: "record"; readonly parts: Readonly<Record<string, PackedBatch>> }
  | { readonly kind: "value"; readonly value: unknown };

/** Packs a batch, adding the memory that may move with it to `transfer`. */
export async function packBatch(batch: unknown, transfer: ArrayBuffer[]): Promise<PackedBatch> {
  if (batch instanceof Tensor) {
    const data = (await batch.data()).slice();
    transfer.push(data.buffer as ArrayBuffer);
    return { kind: "tensor", dtype: batch.dtype, shape: batch.shape, data };
  }
  if (Array.isArray(batch)) {
    return { kind: "list", parts: await Promise.all(batch.map((part) => packBatch(part, transfer))) };
  }
  if (typeof batch === "object" && batch !== null && Object.getPrototypeOf(batch) === Object.prototype) {
    const parts: Record<string, PackedBatch> = {};
    for (const [name, part] of Object.entries(batch)) parts[name] = await packBatch(part, transfer);
    return { kind: "record", parts };
  }
  if (typeof batch === "function" || typeof batch === "symbol") {
    throw new ArgumentError({
      operation: "serveDataset",
      got: `a batch with a ${typeof batch}`,
      expected: "tensors, and what can be cloned",
    });
  }
  return { kind: "value", value: batch };
}

export function unpackBatch(packed: PackedBatch): unknown {
  switch (packed.kind) {
    case "tensor":
      return fromData(packed.data, packed.shape, { dtype: packed.dtype });
    case "list":
      return packed.parts.map(unpackBatch);
    case "record":
      return Object.fromEntries(
        Object.entries(packed.parts).map(([name, part]) => [name, unpackBatch(part)]),
      );
    case "value":
      return packed.value;
  }
}
