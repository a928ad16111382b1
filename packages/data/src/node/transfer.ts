import { open } from "node:fs/promises";
import { fetchThroughProxy } from "./fetch.js";
import type { Partial } from "./partial.js";

/** Why an attempt to fetch failed: whether another attempt at the same server may help. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  constructor(
    message: string,
    readonly again: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface TransferOptions {
  readonly signal?: AbortSignal;
  /** How long nothing may arrive before the attempt is given up. */
  readonly stallMilliseconds: number;
  readonly maximumBytes: number;
  readonly onBytes: (received: number, total: number | undefined) => void;
}

/**
 * Fetches what is missing of a file: goes on where the partial download ends if the server still has the same file
 * and serves ranges, else starts again.
 * @throws TransferError where the server refuses, stalls, or closes too early.
 * @source RFC 9110, section 14 (Range, If-Range, Content-Range)
 */
export async function transfer(url: string, partial: Partial, options: TransferOptions): Promise<void> {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), options.stallMilliseconds);
  const signals = options.signal === undefined ? [stalled.signal] : [stalled.signal, options.signal];
  try {
    const start = partial.origin?.url === url ? partial.length : 0;
    const range = { range: `bytes=${start}-`, "if-range": partial.origin?.validator ?? "" };
    const headers = { "accept-encoding": "identity", ...(start > 0 ? range : {}) };
    const response = await fetchThroughProxy(url, { headers, signal: AbortSignal.any(signals) });
    const total = beginning(url, response, partial, start);
    if (total !== undefined && total > options.maximumBytes) {
      throw new TransferError(
        `it would be ${total} bytes, and at most ${options.maximumBytes} are taken`,
        false,
      );
    }
    const file = await open(partial.path, "a");
    try {
      let received = partial.length;
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), options.stallMilliseconds);
        await file.appendFile(chunk);
        received += chunk.length;
        if (received > options.maximumBytes)
          throw new TransferError(`more than ${options.maximumBytes} bytes came`, false);
        options.onBytes(received, total);
      }
      await file.sync();
      if (total !== undefined && received !== total) {
        throw new TransferError(`${received} of ${total} bytes came`, true);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (stalled.signal.aborted) {
      throw new TransferError(`nothing came for ${options.stallMilliseconds / 1000} s`, true, { cause });
    }
    throw cause instanceof TypeError ? new TransferError(networkReason(cause), true, { cause }) : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the status and headers: answers how long the whole file is, and forgets old bytes that don't belong. */
function beginning(url: string, response: Response, partial: Partial, start: number): number | undefined {
  const { status, headers } = response;
  if (status === 206 && start > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
    if (Number(range?.[1]) === start) return range?.[2] === "*" ? undefined : Number(range?.[2]);
    partial.restart(undefined);
    throw new TransferError("it sent another range than was asked for", true);
  }
  if (status === 416) {
    partial.restart(undefined);
    throw new TransferError("it has fewer bytes than came before", true);
  }
  if (status !== 200) {
    const passing = status === 408 || status === 425 || status === 429 || status >= 500;
    throw new TransferError(`it answered ${status} ${response.statusText}`.trim(), passing);
  }
  const tag = headers.get("etag");
  const validator = tag !== null && !tag.startsWith("W/") ? tag : headers.get("last-modified");
  // Where a server packs the file on the way, neither its lengths nor its ranges are the file's.
  const plain = !headers.has("content-encoding");
  partial.restart(plain && validator !== null ? { url, validator } : undefined);
  const length = headers.get("content-length");
  return plain && length !== null ? Number(length) : undefined;
}

/** fetch says only "fetch failed"; the reason is its cause. */
function networkReason(error: TypeError): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && cause.message === "" ? String(cause.code) : cause.message;
}
