import { concatenate } from "../archives/byte-source.js";
import { crc32 } from "../archives/checksum.js";

/** One way of damaging a file. */
type Mutation = (bytes: Uint8Array, at: number, random: () => number) => Uint8Array;

/** A copy with bytes overwritten, as far as it reaches. */
function overwritten(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values.slice(0, copy.length - at), at);
  return copy;
}

const mutations: readonly Mutation[] = [
  (bytes, at, random) => overwritten(bytes, at, [(bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))]),
  (bytes, at, random) => overwritten(bytes, at, [random() * 256]),
  (bytes, at) => overwritten(bytes, at, [0xff, 0xff, 0xff, 0xff]),
  (bytes, at) => overwritten(bytes, at, [0, 0, 0, 0]),
  (bytes, at) => overwritten(bytes, at, [0x7f, 0xff, 0xff, 0xff]),
  (bytes, at, random) =>
    overwritten(
      bytes,
      at,
      Array.from({ length: 16 }, () => random() * 256),
    ),
  (bytes, at) => bytes.slice(0, at),
  (bytes, at) => bytes.slice(at),
  (bytes, at, random) => concatenate([bytes.slice(0, at), bytes.slice(at + Math.ceil(random() * 40))]),
  (bytes, at, random) => concatenate([bytes.slice(0, at), bytes.slice(Math.floor(random() * at))]),
  (bytes, at, random) => concatenate([bytes.slice(0, at), Uint8Array.of(random() * 256), bytes.slice(at)]),
  (bytes, at, random) => concatenate([bytes, bytes.slice(at), Uint8Array.of(random() * 256)]),
];

/** A copy of a file, damaged in one to three ways. */
export function mutate(bytes: Uint8Array, random: () => number): Uint8Array {
  let mutated = bytes;
  for (let times = Math.ceil(random() * 3); times > 0; times--) {
    const mutation = mutations[Math.floor(random() * mutations.length)]!;
    // Headers decide more than what follows them.
    const reach = random() < 0.5 ? Math.min(64, mutated.length) : mutated.length;
    mutated = mutation(mutated, Math.floor(random() * reach), random);
  }
  return mutated;
}

/** Makes the check values of a PNG's chunks right again, so that what they hold gets read. */
export function mendPng(bytes: Uint8Array): Uint8Array {
  const mended = bytes.slice();
  const view = new DataView(mended.buffer);
  for (let at = 8; at + 12 <= mended.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > mended.length) break;
    view.setUint32(end, crc32(mended, 0, at + 4, end));
    at = end + 4;
  }
  return mended;
}

/** Makes the checksums of a tar archive's headers right again. */
export function mendTar(bytes: Uint8Array): Uint8Array {
  const mended = bytes.slice();
  for (let at = 0; at + 512 <= mended.length; at += 512) {
    const header = mended.subarray(at, at + 512);
    if (String.fromCharCode(...header.subarray(257, 262)) !== "ustar") continue;
    header.fill(32, 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  }
  return mended;
}
