import { inflateSync } from "fflate";
import { lengths, packed } from "../embedded.js";
import { accepts } from "./features.js";

export type Build = "relaxed-simd" | "simd";

export interface Binary {
  readonly build: Build;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The fastest build that this engine accepts, or null where there is no WebAssembly with SIMD. */
export function chooseBinary(): Binary | null {
  if (typeof WebAssembly === "undefined") return null;
  return binaryOf("relaxed-simd") ?? binaryOf("simd");
}

/** One build by name, for tests and benchmarks; null where the engine does not accept it. */
export function binaryOf(build: Build): Binary | null {
  builds ??= unpack();
  const bytes = builds[build];
  return accepts(bytes) ? { build, bytes } : null;
}

let builds: Readonly<Record<Build, Uint8Array<ArrayBuffer>>> | undefined;

function unpack(): Readonly<Record<Build, Uint8Array<ArrayBuffer>>> {
  const both = inflated();
  return { simd: both.slice(0, lengths.simd), "relaxed-simd": both.slice(lengths.simd) };
}

function inflated(): Uint8Array<ArrayBuffer> {
  const node = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (node !== undefined) return new Uint8Array(node.inflateRawSync(Buffer.from(packed, "base64")));
  const deflated = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return inflateSync(deflated, { out: new Uint8Array(lengths.simd + lengths.relaxedSimd) });
}

const IMPORT_SECTION = 2;
const MEMORY = 2;
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
  for (let left = number(); left > 0; left--) {
    for (let names = 0; names < 2; names++) {
      const length = number();
      at += length;
    }
    if (copy[at++] === MEMORY) break;
    number(); // the type of a function
  }
  copy[at]! &= ~SHARED;
  return copy;
}
