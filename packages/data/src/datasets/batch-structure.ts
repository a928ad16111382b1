import { ArgumentError, Tensor } from "@mnist/tensor";

/** A batch as loaders know them: a tensor, or a list or record of batches. */
export type Structure = Tensor | readonly Structure[] | { readonly [name: string]: Structure };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Makes one batch of several of the same structure, each group of tensors that share a place joined by `join`.
 * @throws ArgumentError naming `operation` where the structures differ or hold something else than tensors.
 */
export function joinStructures<Batch>(
  operation: string,
  batches: readonly Batch[],
  join: (tensors: Tensor[]) => Tensor,
): Batch {
  const visit = (parts: readonly unknown[]): Structure => {
    const [first] = parts;
    if (parts.every((part) => part instanceof Tensor)) return join([...parts]);
    if (parts.every((part) => Array.isArray(part)) && Array.isArray(first)) {
      if (parts.every((part) => part.length === first.length)) {
        return first.map((_, place) => visit(parts.map((part): unknown => part[place])));
      }
    } else if (parts.every(isRecord) && isRecord(first)) {
      const names = Object.keys(first);
      return Object.fromEntries(names.map((name) => [name, visit(parts.map((part) => part[name]))]));
    }
    throw new ArgumentError({
      operation,
      got: `parts of different kinds (${[...new Set(parts.map(kindOf))].join(", ")})`,
      expected: "tensors, or lists or records of tensors, alike in every part",
    });
  };
  return visit(batches) as Batch;
}

function kindOf(value: unknown): string {
  if (value instanceof Tensor) return "a tensor";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isRecord(value) ? `a record of ${Object.keys(value).join(", ")}` : `${typeof value}`;
}
