export { FileError } from "@mnist/tensor";

/** Shows bytes as a message can carry them: `89 50 4e 47`. */
export function hexadecimal(bytes: Uint8Array): string {
  return bytes.length === 0
    ? "nothing"
    : Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
