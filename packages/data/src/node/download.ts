import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { DataError } from "@mnist/tensor";
import { gunzipPieces, isGzip } from "../archives/gzip.js";
import { FileError } from "../file-error.js";
import type { FileCheck, RemoteFile } from "../sources/urls.js";
import { checkLoadOptions, type DownloadOptions } from "./load-options.js";
import { Partial } from "./partial.js";
import { filePieces, fileSystemError } from "./read-file.js";
import { TransferError, transfer } from "./transfer.js";

/** An attempt that brings so much before it breaks off doesn't count against its mirror, */
const worthwhileBytes = 2 ** 18;
/** but after so many it is left all the same. */
const mostAttempts = 100;

/**
 * Fetches a file to `target`: mirror after mirror, going on with what came before, checked before it gets its name.
 * The caller holds the lock of the folder.
 * @throws DataError that tells what each mirror answered, and ArgumentError for options that there are not.
 */
export async function downloadFile(
  file: RemoteFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  checkLoadOptions("downloadFile", options);
  options.signal?.throwIfAborted();
  const failures: string[] = [];
  let partial: Partial | undefined;
  try {
    partial = Partial.open(target);
    const begun = partial.origin?.url;
    const urls = (options.mirrors ?? file.mirrors).map((mirror) => mirror + file.name);
    urls.sort((left, right) => Number(right === begun) - Number(left === begun));
    for (const url of urls) {
      const failure = await tryMirror(url, file, partial, options);
      if (failure === undefined) {
        partial.finish();
        return;
      }
      failures.push(`${url}: ${failure}`);
    }
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw fileSystemError(cause, target, "a file to write");
  } finally {
    if (!existsSync(target)) partial?.release();
  }
  throw new DataError({
    operation: `download of ${file.name}`,
    got: failures.length === 0 ? "no mirror to ask" : `nothing to use (${failures.join("; ")})`,
    expected: "one mirror that has it",
    hint: `Check the network (and HTTPS_PROXY), or put ${file.name} into a folder and set MNIST_HOME to it.`,
  });
}

/** Fetches and checks from one mirror; answers why it did not work out. */
async function tryMirror(
  url: string,
  file: RemoteFile,
  partial: Partial,
  options: DownloadOptions,
): Promise<string | undefined> {
  const {
    attempts = 3,
    pauseMilliseconds = 500,
    stallMilliseconds = 20_000,
    maximumBytes = 2 ** 30,
  } = options;
  const { signal, onProgress } = options;
  const onBytes = (done: number, total: number | undefined) =>
    onProgress?.({ phase: "download", file: file.name, done, total, from: url });
  let failed = 0;
  for (let attempt = 0; ; attempt++) {
    const before = partial.length;
    const resumed = before > 0 && partial.origin?.url === url;
    try {
      const passed = signal === undefined ? {} : { signal };
      await transfer(url, partial, { ...passed, stallMilliseconds, maximumBytes, onBytes });
      onProgress?.({ phase: "check", file: file.name, done: 0, total: undefined, from: url });
      await checkFile(partial.path, file, url);
      return undefined;
    } catch (error) {
      if (error instanceof FileError) {
        // What was wrong may be the old part: it gets one attempt from the start.
        partial.restart(undefined);
        if (!resumed) return `${error.message}`;
      } else if (error instanceof TransferError) {
        failed = partial.length - before >= worthwhileBytes ? 1 : failed + 1;
        if (!error.again || failed >= attempts || attempt >= mostAttempts) return error.message;
      } else {
        throw error;
      }
    }
    const pause = pauseMilliseconds * 2 ** Math.min(failed, 6) * (0.5 + Math.random() / 2);
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * Compares a file with what is known of it; one that is packed is unpacked to its end.
 * @throws FileError where it differs.
 */
async function checkFile(path: string, file: RemoteFile, from = path): Promise<void> {
  const { check, name } = file;
  const sums = { content: createHash("sha256"), file: createHash("sha256"), start: createHash("md5") };
  let bytes = 0;
  const packed = (function* () {
    for (const piece of filePieces(path)) {
      if (check?.of === "file") sums.file.update(piece);
      if (check?.of === "start" && bytes < 2 ** 20) sums.start.update(piece.subarray(0, 2 ** 20 - bytes));
      bytes += piece.length;
      yield piece;
    }
  })();
  // A server may unpack on the way what it was asked for packed.
  const [head] = filePieces(path);
  const unpack = /\.t?gz$/.test(name) && (check?.of !== "content" || isGzip(head ?? new Uint8Array(0)));
  let sinceTurn = 0;
  for (const piece of unpack ? gunzipPieces(packed, { name: `${basename(name)} from ${from}` }) : packed) {
    if (check?.of === "content") sums.content.update(piece);
    sinceTurn += piece.length;
    if (sinceTurn > 2 ** 23) {
      sinceTurn = 0;
      await nextTurn();
    }
  }
  const wrong = check === undefined ? undefined : difference(check, sums[check.of].digest("hex"), bytes);
  if (wrong !== undefined) {
    const hint = "The server has another file under this name.";
    throw new FileError({ file: `${name} from ${from}`, ...wrong, hint });
  }
}

function difference(
  check: FileCheck,
  sum: string,
  bytes: number,
): { got: string; expected: string } | undefined {
  if (check.of === "start") {
    if (bytes === check.bytes && sum === check.md5) return undefined;
    return {
      got: `${bytes} bytes, MD5 ${sum} at the start`,
      expected: `${check.bytes} bytes, MD5 ${check.md5}`,
    };
  }
  const what = check.of === "content" ? "SHA-256 of the content" : "SHA-256";
  return sum === check.sha256 ? undefined : { got: `${what} ${sum}`, expected: check.sha256 };
}
