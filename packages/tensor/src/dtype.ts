/** The element types. Integers wrap on overflow as PyTorch's do; int64 has no counterpart here, int32 stands in for it. */
export type DType = "float32" | "float64" | "int32" | "uint8" | "bool";

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

interface Kind {
  /** A small number that kernels use as a key. */
  readonly code: number;
  readonly bytes: number;
  readonly category: 0 | 1 | 2; // bool < integer < float
  readonly array: {
    new (length: number): TypedArray;
    new (buffer: ArrayBufferLike): TypedArray;
    from(values: ArrayLike<number>): TypedArray;
  };
}

export const kinds: { readonly [D in DType]: Kind } = {
  float32: { code: 0, bytes: 4, category: 2, array: Float32Array },
  float64: { code: 1, bytes: 8, category: 2, array: Float64Array },
  int32: { code: 2, bytes: 4, category: 1, array: Int32Array },
  uint8: { code: 3, bytes: 1, category: 1, array: Uint8Array },
  bool: { code: 4, bytes: 1, category: 0, array: Uint8Array },
};

export const dtypes = Object.keys(kinds) as readonly DType[];

export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

export function isDType(value: unknown): value is DType {
  return typeof value === "string" && value in kinds;
}

/** The dtype that two dtypes meet in: the higher category wins, then the wider of the two. @source torch.promote_types */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  const [x, y] = [kinds[a], kinds[b]];
  if (x.category !== y.category) return x.category > y.category ? a : b;
  return x.bytes >= y.bytes ? a : b;
}
