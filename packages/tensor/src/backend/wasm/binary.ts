import { relaxedSimd, simd } from "./embedded.js";

export type Build = "relaxed-simd" | "simd";

export interface Binary {
  readonly build: Build;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The fastest build that this engine accepts, or null where there is no WebAssembly with SIMD. */
export function chooseBinary(): Binary | null {
  if (typeof WebAssembly === "undefined") return null;
  const relaxed = decode(relaxedSimd);
  if (accepts(relaxed)) return { build: "relaxed-simd", bytes: relaxed };
  const plain = decode(simd);
  return accepts(plain) ? { build: "simd", bytes: plain } : null;
}

/** One build by name, for tests and benchmarks; null where the engine does not accept it. */
export function binaryOf(build: Build): Binary | null {
  const bytes = decode(build === "simd" ? simd : relaxedSimd);
  return accepts(bytes) ? { build, bytes } : null;
}

function accepts(bytes: Uint8Array<ArrayBuffer>): boolean {
  if (WebAssembly.validate(bytes)) return true;
  allowRelaxedSimd();
  return WebAssembly.validate(bytes);
}

/** Node 20 has relaxed SIMD behind a flag that may still be set while it runs. */
function allowRelaxedSimd(): void {
  try {
    globalThis.process?.getBuiltinModule?.("node:v8").setFlagsFromString("--experimental-wasm-relaxed-simd");
  } catch {
    // An engine that does not know the flag either has the feature or goes without.
  }
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

const IMPORT_SECTION = 2;
const SHARED = 2;

/**
 * The same module for a memory that is not shared: one flag in its import section. Pages that are not cross-origin
 * isolated have no shared memory, and the atomic instructions work on either.
 */
export function withoutSharing(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = copy[at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (copy[at++] !== IMPORT_SECTION) {
    const length = number();
    at += length;
  }
  number(); // the section's length
  number(); // how many imports: one, the memory
  for (let names = 0; names < 2; names++) {
    const length = number();
    at += length;
  }
  at++; // the import's kind
  copy[at]! &= ~SHARED;
  return copy;
}
