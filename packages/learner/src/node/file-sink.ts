import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { LogSink } from "../callbacks/log-sink.js";

export interface FileSinkOptions {
  /** Go on at the end of what is in the file, in place of starting it anew. @default false */
  readonly append?: boolean;
  /** Told when a line could not be written as the disk is full; it is tried again with the next. @default console.warn */
  readonly onNotice?: (notice: string) => void;
}

/**
 * A file for a logger. It is opened, flushed to the disk and closed at every line, so that what was logged is there whatever
 * happens to the process: whole lines. A full disk ends no training.
 *
 * @example
 * await learner.fit(5, 0.1, { callbacks: [new CSVLogger(fileSink("run.csv"))] });
 */
export function fileSink(
  path: string,
  { append = false, onNotice = (notice) => console.warn(notice) }: FileSinkOptions = {},
): LogSink {
  let length = append ? sizeOf(path) : 0;
  let isBegun = append;
  let waiting = "";
  return {
    get length() {
      return length;
    },
    write(text) {
      waiting += text;
      length += Buffer.byteLength(text);
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeAll(path, isBegun ? "a" : "w", Buffer.from(waiting));
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code !== "ENOSPC" && code !== "EDQUOT") throw error;
        onNotice(`${path} could not be written (${message}). The training goes on.`);
        return;
      }
      waiting = "";
      isBegun = true;
    },
    cut(to) {
      const size = sizeOf(path);
      length = Math.min(to, size);
      waiting = "";
      if (size > length) truncateSync(path, length);
      isBegun = true;
    },
  };
}

/** Writes all of the bytes at a file's end, or none: where a disk is full, a system writes a part and says so. */
function writeAll(path: string, flags: "a" | "w", bytes: Uint8Array): void {
  const file = openSync(path, flags);
  try {
    const { size } = fstatSync(file);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } catch (error) {
      if (done > 0) ftruncateSync(file, size);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
