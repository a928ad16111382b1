import { describe, expect, it } from "vitest";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { makeZip } from "../testing/make-archive.js";
import { randomBytes } from "../testing/random.js";
import { isZip, readZip } from "./zip.js";

const files = {
  "a.txt": new TextEncoder().encode("a".repeat(999)),
  "d/b.bin": randomBytes(70_000, 1),
  "d/e/": new Uint8Array(0),
};
const message = (bytes: Uint8Array) => dataErrorOf(() => [...readZip(bytes, { name: "a.zip" })]).message;

/** The offset of the directory's first entry. */
function directoryOf(zip: Uint8Array): number {
  return new DataView(zip.buffer, zip.byteOffset).getUint32(zip.length - 6, true);
}

/** A copy with bytes overwritten. */
function patched(zip: Uint8Array, at: number, ...bytes: number[]): Uint8Array {
  const copy = zip.slice();
  copy.set(bytes, at);
  return copy;
}

describe("readZip", () => {
  it("lists stored and deflated files", () => {
    for (const level of [0, 6] as const) {
      const zip = makeZip(files, level);
      expect(isZip(zip)).toBe(true);
      const entries = [...readZip(zip)];
      expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
        "file a.txt",
        "file d/b.bin",
        "folder d/e",
      ]);
      expectBytes(entries[0]!.data, files["a.txt"]);
      expectBytes(entries[1]!.data, files["d/b.bin"]);
    }
  });

  it("notices a cut at any byte of a small archive", () => {
    const zip = makeZip({ a: randomBytes(50, 2) });
    for (let length = 0; length < zip.length; length++) message(zip.subarray(0, length));
    expect(message(zip.subarray(0, 60))).toContain("a.zip at byte 60: got no directory at the end");
  });

  it("refuses paths that leave the folder, links and passwords", () => {
    expect(message(makeZip({ "../evil": randomBytes(5, 3) }))).toContain('an entry named "../evil"');
    const zip = makeZip({ link: randomBytes(5, 4) });
    expect(message(patched(zip, directoryOf(zip) + 38, 0, 0, 0xff, 0xa1))).toContain(
      'a link or a device named "link"',
    );
    expect(message(patched(zip, directoryOf(zip) + 8, 1))).toContain("link, which is encrypted");
    expect(message(patched(zip, directoryOf(zip) + 10, 12))).toContain("compression 12 of link");
  });

  it("refuses sizes that lie, and entries that share their bytes", () => {
    const zip = makeZip({ a: new Uint8Array(1000) });
    const size = directoryOf(zip) + 24;
    expect(message(patched(zip, size, 0, 0, 0, 0x40))).toContain(
      "a of 1073741824 bytes; expected at most 67108864 an entry",
    );
    expect(message(patched(zip, size, 5, 0))).toContain("6 bytes of a with another check value");
    const two = makeZip({ a: new Uint8Array(1000), b: new Uint8Array(1000) });
    const second = directoryOf(two) + 46 + 1;
    expect(message(patched(two, second + 42, 0, 0))).toContain("inside another entry");
  });

  it("notices wrong bytes", () => {
    const zip = makeZip({ a: randomBytes(300, 5) }, 0);
    expect(message(patched(zip, 100, zip[100]! ^ 1))).toContain("with another check value");
  });
});
