import { type DType, kinds, type TypedArray } from "../../dtype.js";

/** Bytes from which on clearing memory that will be written anyway takes notice. */
const large = 1 << 15;
/** Bytes of a block just below the largest from which glibc learns. @source mallopt(3), M_MMAP_THRESHOLD */
const lesson = (32 << 20) - (1 << 16);

/** An array whose elements are not set yet. */
export function unsetArray(dtype: DType, length: number): TypedArray {
  const { array, bytes } = kinds[dtype];
  const unset = length * bytes < large ? undefined : globalThis.Buffer?.allocUnsafeSlow;
  if (unset === undefined) return new array(length);
  keepFreedMemory(unset);
  return new array(unset(length * bytes).buffer);
}

let isKept = false;

/**
 * The garbage collector frees many arrays at once, and glibc hands to the system what is free beyond twice the largest block
 * that it has mapped and freed: the next arrays then come page by page from the system, at up to ten times the cost of
 * an addition. A block that is let go of at once, and never touched, makes it keep 64 MB.
 */
function keepFreedMemory(unset: (bytes: number) => unknown): void {
  if (isKept) return;
  isKept = true;
  if (globalThis.process.platform !== "linux") return;
  try {
    unset(lesson);
  } catch {
    // No room for it: what is freed is handed back as before.
  }
}
