import { sha256 as portable } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The SHA-256 of parts one after the other, as 64 hexadecimal digits. Node's own is ten times as fast where it is. */
export function sha256(...parts: readonly Uint8Array[]): string {
  const native = globalThis.process?.getBuiltinModule?.("crypto");
  if (native !== undefined) {
    const hash = native.createHash("sha256");
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }
  const hash = portable.create();
  for (const part of parts) hash.update(part);
  return bytesToHex(hash.digest());
}
