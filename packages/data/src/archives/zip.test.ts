import { describe, expect, it } from "vitest";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { makeZip } from "../testing/make-archive.js";
import { randomBytes } from "../testing/random.js";
import { concatenate } from "./byte-source.js";
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
    expect(message(patched(zip, directoryOf(zip) + 10, 12))).toContain(
      "compression 12 (bzip2) of link; expected 0 (stored) or 8 (deflate). Pack it with deflate",
    );
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

  /** Archives of one empty file, as others write them: the name's bytes, and which system wrote it. */
  const named = (name: Uint8Array, system = 0) => {
    const zip = makeZip({ ["x".repeat(name.length)]: new Uint8Array(0) });
    const at = directoryOf(zip);
    return patched(patched(patched(zip, 30, ...name), at + 46, ...name), at + 5, system);
  };

  it.each([
    ["UTF-8 without its flag", Uint8Array.of(0xc3, 0xa9), 3, "é"],
    ["code page 437, as Python reads it", Uint8Array.of(0x82, 0x85), 0, "éà"],
    ["another letter of it", Uint8Array.of(0x85, 0x82), 0, "àé"],
    ["control characters", Uint8Array.of(1, 127), 3, "␁␡"],
    ["a backslash from Windows", new TextEncoder().encode("a\\b"), 0, "a/b"],
    ["a backslash from Unix", new TextEncoder().encode("a\\b"), 3, "a\\b"],
  ])("reads a name in %s", (_what, name, system, path) => {
    expect([...readZip(named(name, system))].map((entry) => entry.path)).toEqual([path]);
  });

  it("reads a ZIP64 archive, and one with a program before it", () => {
    const data = randomBytes(50, 6);
    const zip = makeZip({ a: data });
    const start = directoryOf(zip);
    const end = zip.length - 22;
    const record = new Uint8Array(76);
    const view = new DataView(record.buffer);
    view.setUint32(0, 0x06064b50, true);
    view.setBigUint64(32, 1n, true);
    view.setBigUint64(40, BigInt(end - start + 28), true);
    view.setBigUint64(48, BigInt(start), true);
    view.setUint32(56, 0x07064b50, true);
    // Both sizes and the place stand in a field of 24 bytes behind the name.
    const field = new Uint8Array(28);
    const numbers = new DataView(field.buffer);
    numbers.setUint32(0, 0x180001, true);
    const old = new DataView(zip.buffer, zip.byteOffset + start);
    numbers.setBigUint64(4, BigInt(old.getUint32(24, true)), true);
    numbers.setBigUint64(12, BigInt(old.getUint32(20, true)), true);
    const listed = patched(zip.slice(start, end), 30, 28);
    listed.fill(255, 20, 28).fill(255, 42, 46);
    const ending = patched(zip.slice(end), 8, 255, 255, 255, 255).fill(255, 12, 20);
    const large = concatenate([zip.slice(0, start), listed, field, record, ending]);
    for (const archive of [zip, large]) {
      for (const before of [0, 999]) {
        const entries = [...readZip(concatenate([randomBytes(before, 7), archive]))];
        expect(entries.map(({ path }) => path)).toEqual(["a"]);
        expectBytes(entries[0]!.data, data);
      }
    }
    expect(message(patched(large, start + 46 + 29, 1, 0, 0, 0))).toContain("a.zip at byte");
  });

  it("notices wrong bytes", () => {
    const zip = makeZip({ a: randomBytes(300, 5) }, 0);
    expect(message(patched(zip, 100, zip[100]! ^ 1))).toContain("with another check value");
  });
});
