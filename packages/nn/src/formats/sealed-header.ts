import { FileError } from "@mnist/tensor";
import { sha256 } from "./sha256.js";

/** The name in a safetensors file's metadata under which the file's own digest stands. */
export const sealName = "mnist.sha256";

const digits = 64;
const unset = "0".repeat(digits);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
/** How the header of a sealed file begins; the digest's digits follow. */
const beginning = encode(`{"__metadata__":{"${sealName}":"`);
/** Where the digest's digits stand in a file. */
const at = 8 + beginning.length;

/** A header's JSON with room for the digest, in the place where `seal` writes it. */
export function sealableHeader(
  metadata: Readonly<Record<string, string>>,
  described: readonly (readonly [string, unknown])[],
): Uint8Array {
  const notes = Object.entries(metadata).filter(([name]) => name !== sealName);
  const first = `"__metadata__":${writeObject([[sealName, unset], ...notes])}`;
  return encode(described.length === 0 ? `{${first}}` : `{${first},${writeObject(described).slice(1)}`);
}

/** JSON of an object whose keys keep their order, which an object's own does not do for numbers. */
function writeObject(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** Writes into a safetensors file the SHA-256 that it has with zeros in the digest's place. */
export function seal(file: Uint8Array): void {
  file.set(encode(sha256(file)), at);
}

/** @throws FileError where a file is not what it was when it was sealed. */
export function checkSeal(file: Uint8Array, written: string, name: string): void {
  const isInPlace = beginning.every((byte, i) => file[8 + i] === byte);
  const actual = isInPlace
    ? sha256(file.subarray(0, at), encode(unset), file.subarray(at + digits))
    : "none, as another program wrote the header anew";
  if (written === actual) return;
  throw new FileError({
    file: name,
    offset: at,
    got: `contents whose SHA-256 is ${actual}`,
    expected: `${written}, as the file says of itself`,
    hint: "It was damaged or changed after it was written: take another copy of it.",
  });
}
