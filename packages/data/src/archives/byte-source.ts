/** Bytes that are all there, or that come piece by piece. */
export type ByteSource = Uint8Array | Iterable<Uint8Array>;

/** Pieces below this are joined: a thousand steps over one byte each cost more than one over a thousand. */
const smallBytes = 2048;

/** Cuts a source into pieces of at most `pieceBytes`, as views where it can, and joins small ones. */
export function* pieces(source: ByteSource, pieceBytes = 16384): Generator<Uint8Array> {
  let small: Uint8Array[] = [];
  let waiting = 0;
  for (const chunk of source instanceof Uint8Array ? [source] : source) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      if (waiting === 0 && piece.length >= smallBytes) {
        yield piece;
        continue;
      }
      small.push(piece);
      waiting += piece.length;
      if (waiting >= smallBytes) {
        yield concatenate(small);
        small = [];
        waiting = 0;
      }
    }
  }
  if (waiting > 0) yield concatenate(small);
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
