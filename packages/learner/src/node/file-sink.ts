import { closeSync, fsyncSync, mkdirSync, openSync, statSync, truncateSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LogSink } from "../callbacks/log-sink.js";

export interface FileSinkOptions {
  /** Go on at the end of what is in the file, in place of starting it anew. @default false */
  readonly append?: boolean;
}

/**
 * A file for a logger. It is opened, flushed to the disk and closed at every line, so that what was logged is there whatever
 * happens to the process.
 *
 * @example
 * await learner.fit(5, 0.1, { callbacks: [new CSVLogger(fileSink("run.csv"))] });
 */
export function fileSink(path: string, { append = false }: FileSinkOptions = {}): LogSink {
  let length = append ? sizeOf(path) : 0;
  let isBegun = append;
  return {
    get length() {
      return length;
    },
    write(text) {
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(path, isBegun ? "a" : "w");
      try {
        length += writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      isBegun = true;
    },
    cut(to) {
      const size = sizeOf(path);
      length = Math.min(to, size);
      if (size > length) truncateSync(path, length);
      isBegun = true;
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
