import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "@mnist/tensor";
import { FileError } from "../file-error.js";

/** What the operating system says, in words a person can act on. */
const reasons: Record<string, readonly [got: string, hint: string]> = {
  ENOENT: ["nothing there", "Check the path."],
  EISDIR: ["a folder", "Name a file."],
  ENOTDIR: ["a file where a folder should be", "Check the path."],
  EACCES: ["no permission", "Check who may read and write there."],
  EPERM: ["no permission", "Check who may read and write there."],
  EROFS: ["a file system that cannot be written to", "Set MNIST_HOME to a folder that can."],
  ENOSPC: ["a full disk", "Make room, or set MNIST_HOME to another disk."],
  EMFILE: ["too many open files", "Raise the limit (ulimit -n)."],
};

/** Turns an error of the file system into one that says what to do; passes others through. */
export function fileSystemError(cause: unknown, path: string, expected: string): Error {
  if (cause instanceof DataError || !(cause instanceof Error) || !("code" in cause)) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
  const [got, hint] = reasons[String(cause.code)] ?? [cause.message, "Check the path and the disk."];
  return new FileError({ file: path, got, expected, hint }, { cause });
}

/**
 * Reads a file piece by piece, and checks at the end that it did not change meanwhile.
 * @throws FileError where it cannot be read, is larger than `maximumBytes`, or changed.
 */
export function* filePieces(
  path: string,
  maximumBytes = 2 ** 30,
  pieceBytes = 2 ** 20,
): Generator<Uint8Array> {
  const descriptor = openToRead(path);
  try {
    const before = fstatSync(descriptor);
    if (!before.isFile())
      throw new FileError({ file: path, got: "no regular file", expected: "a file to read" });
    if (before.size > maximumBytes) {
      throw new FileError({ file: path, got: `${before.size} bytes`, expected: `at most ${maximumBytes}` });
    }
    let offset = 0;
    for (;;) {
      const piece = new Uint8Array(Math.max(1, Math.min(pieceBytes, before.size + 1 - offset)));
      const read = readSync(descriptor, piece);
      if (read === 0) break;
      offset += read;
      if (offset > before.size) break;
      yield piece.subarray(0, read);
    }
    const after = fstatSync(descriptor);
    if (offset !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new FileError({
        file: path,
        offset,
        got: "a file that changed while it was read",
        expected: `the ${before.size} bytes it had`,
        hint: "Wait until whatever writes it is done, then try again.",
      });
    }
  } catch (cause) {
    throw fileSystemError(cause, path, "a file to read");
  } finally {
    closeSync(descriptor);
  }
}

function openToRead(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw fileSystemError(cause, path, "a file to read");
  }
}

/**
 * Reads a whole file.
 * @throws FileError as {@link filePieces} does.
 */
export function readWholeFile(path: string, maximumBytes = 2 ** 30): Uint8Array {
  const parts = [...filePieces(path, maximumBytes, 2 ** 24)];
  return parts.length === 1 ? parts[0]! : new Uint8Array(Buffer.concat(parts));
}
