/** Bytes that are all there, or that come piece by piece. */
export type ByteSource = Uint8Array | Iterable<Uint8Array>;

/** Cuts a source into pieces of at most `pieceBytes`, as views where it can. */
export function* pieces(source: ByteSource, pieceBytes = 16384): Generator<Uint8Array> {
  if (source instanceof Uint8Array) {
    for (let at = 0; at < source.length; at += pieceBytes) yield source.subarray(at, at + pieceBytes);
  } else {
    for (const chunk of source) yield* pieces(chunk, pieceBytes);
  }
}

/** Joins pieces into one array. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
