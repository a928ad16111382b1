import { gzipSync as nodeGzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FileError } from "../file-error.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { randomBytes } from "../testing/random.js";
import { concatenate } from "./byte-source.js";
import { gunzip, gunzipPieces } from "./gzip.js";

const content = concatenate([randomBytes(100_000, 1), new Uint8Array(300_000), randomBytes(5, 2)]);
const packed = new Uint8Array(nodeGzip(content));

/** Cuts bytes into pieces of the given length. */
function* cut(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe("gunzip", () => {
  it("unpacks what zlib packed, whatever the pieces", () => {
    expectBytes(gunzip(packed), content);
    for (const length of [1, 7, 1000, 1e6]) expectBytes(gunzip(cut(packed, length)), content);
  });

  it("unpacks several members one after another, split anywhere", () => {
    const parts = [content, new Uint8Array(0), randomBytes(30, 3), content];
    const joined = concatenate(parts.map((part) => new Uint8Array(nodeGzip(part))));
    expectBytes(gunzip(joined), concatenate(parts));
    const small = concatenate(
      [10, 20].map((length) => new Uint8Array(nodeGzip(randomBytes(length, length)))),
    );
    for (let length = 1; length < 40; length++) {
      expectBytes(gunzip(cut(small, length)), concatenate([randomBytes(10, 10), randomBytes(20, 20)]));
    }
  });

  it("passes over zeros after the end, with a warning", () => {
    const short = [new Uint8Array(0), randomBytes(30, 3), new Uint8Array(70_000)];
    for (const bytes of [content, ...short]) {
      const whole = new Uint8Array(nodeGzip(bytes));
      for (const zeros of [1, 3, 4, 8, 9, 512, 100_000]) {
        const warnings: string[] = [];
        const onWarning = (warning: string) => void warnings.push(warning);
        const padded = concatenate([whole, new Uint8Array(zeros)]);
        expectBytes(gunzip(padded, { name: "a.gz", onWarning }), bytes);
        expect(warnings).toEqual([`a.gz: ${zeros} zeros after the end of the gzip file are passed over.`]);
      }
    }
  });

  it("passes over other bytes after the end, as gzip does, but not over half of another member", () => {
    for (const after of [
      [1],
      [120, 10],
      [1, 2, 3, 4],
      [...randomBytes(40_000, 9)],
      [...new Uint8Array(20), 1],
    ]) {
      const warnings: string[] = [];
      const onWarning = (warning: string) => void warnings.push(warning);
      const file = concatenate([packed, Uint8Array.from(after)]);
      for (const source of [file, cut(file, 3000)])
        expectBytes(gunzip(source, { name: "a.gz", onWarning }), content);
      const warning = `a.gz: ${after.length} bytes after the end of the gzip file are passed over.`;
      expect(warnings).toEqual([warning, warning]);
    }
    for (const length of [2, 5, 30]) {
      const file = concatenate([packed, packed.subarray(0, length)]);
      expect(dataErrorOf(() => gunzip(file, { name: "a.gz" })).message).toMatch(/^a\.gz at byte/);
    }
  });

  it("detects a file cut short at any byte", () => {
    const small = new Uint8Array(nodeGzip(randomBytes(200, 4)));
    for (let length = 0; length < small.length; length++) {
      expect(dataErrorOf(() => gunzip(small.subarray(0, length), { name: "a.gz" })).message).toMatch(
        /^a\.gz/,
      );
    }
  });

  it("never gives wrong bytes, whichever byte of the file is wrong", () => {
    const content = randomBytes(200, 5);
    const small = new Uint8Array(nodeGzip(content));
    for (let at = 10; at < small.length; at++) {
      const wrong = small.slice();
      wrong[at]! ^= 0x10;
      // A few bits mean nothing, such as those that fill a stored block's header: then the content is right.
      let result: Uint8Array | undefined;
      try {
        result = gunzip(wrong);
      } catch (error) {
        expect(error).toBeInstanceOf(FileError);
      }
      if (result !== undefined) expectBytes(result, content);
    }
  });

  it("says what it found where there is no gzip file", () => {
    const page = new TextEncoder().encode("<html>404</html>");
    expect(dataErrorOf(() => gunzip(page, { name: "mnist.gz" })).message).toBe(
      "mnist.gz at byte 0: got 3c 68; expected a gzip file, which begins 1f 8b. " +
        "A download may have saved an error page under this name.",
    );
  });

  it("refuses a bomb before it grows", () => {
    const bomb = new Uint8Array(nodeGzip(new Uint8Array(2 ** 27)));
    expect(bomb.length).toBeLessThan(150_000);
    expect(dataErrorOf(() => gunzip(bomb)).message).toMatch(/gzip bomb/);
    let seen = 0;
    const error = dataErrorOf(() => {
      for (const piece of gunzipPieces(bomb, { maximumBytes: 1e6, name: "b.gz" })) seen += piece.length;
    });
    expect(error.message).toMatch(
      /^b\.gz at byte \d+: got \d+ bytes out of \d+, and more to come; expected at most 1000000/,
    );
    expect(seen).toBeLessThan(1e6);
    expect(gunzip(bomb, { maximumRatio: 1100 }).length).toBe(2 ** 27);
  });
});
