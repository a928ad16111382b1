import { sha256 as portable } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const native = () => globalThis.process?.getBuiltinModule?.("crypto");

/** The SHA-256 of parts one after the other, as 64 hexadecimal digits. Node's own is ten times as fast where it is. */
export function sha256(...parts: readonly Uint8Array[]): string {
  const hash = native()?.createHash("sha256");
  if (hash !== undefined) {
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }
  const slow = portable.create();
  for (const part of parts) slow.update(part);
  return bytesToHex(slow.digest());
}

/** The same for who can wait: by the browser's own where there is one, which leaves this thread to other work. */
export async function sha256Later(...parts: readonly Uint8Array[]): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (native() !== undefined || subtle === undefined) return sha256(...parts);
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return bytesToHex(new Uint8Array(await subtle.digest("SHA-256", whole)));
}
