/** An IDX file of bytes. */
export function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, 8, shape.length]);
  for (const [axis, side] of shape.entries()) view.setUint32(4 + 4 * axis, side);
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}
