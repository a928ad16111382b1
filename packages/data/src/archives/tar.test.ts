import { describe, expect, it } from "vitest";
import { dataErrorOf } from "../testing/expect-error.js";
import { makeTar, paxEntry, type TarPlan } from "../testing/make-archive.js";
import { randomBytes } from "../testing/random.js";
import { readTar } from "./tar.js";

const text = (value: string) => new TextEncoder().encode(value);
const list = (bytes: Uint8Array) => [...readTar(bytes, { name: "a.tar" })];
const refused = (...entries: TarPlan[]) => dataErrorOf(() => list(makeTar(entries))).message;

describe("readTar", () => {
  it("lists folders and files with their bytes", () => {
    const data = randomBytes(1300, 1);
    const entries = list(
      makeTar([{ name: "a/" }, { name: "a/b.bin", data }, { name: "./a//c", data: text("c") }]),
    );
    expect(entries.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "folder a",
      "file a/b.bin",
      "file a/c",
    ]);
    expect(entries[1]!.data).toEqual(data);
    expect(entries[1]!.offset).toBe(512);
  });

  it("reads pieces of any length", () => {
    const tar = makeTar([
      { name: "x", data: randomBytes(3000, 2) },
      { name: "y", data: text("why") },
    ]);
    const piecewise = (length: number) =>
      Array.from({ length: Math.ceil(tar.length / length) }, (_, i) =>
        tar.subarray(i * length, (i + 1) * length),
      );
    for (const length of [1, 100, 512, 4096])
      expect([...readTar(piecewise(length))]).toEqual([...readTar(tar)]);
  });

  it("joins ustar prefixes and reads GNU's and pax's long names", () => {
    const long = `${"folder/".repeat(20)}file.png`;
    const tar = makeTar([
      { name: "b.png", prefix: "some/where" },
      { name: "././@LongLink", type: "L", data: text(`${long}\0`) },
      { name: long.slice(0, 99) },
      paxEntry({ mtime: "1.5", path: `${long}x` }),
      { name: "short" },
      { name: "last" },
    ]);
    expect(list(tar).map(({ path }) => path)).toEqual(["some/where/b.png", long, `${long}x`, "last"]);
  });

  it("takes a size from pax", () => {
    const tar = makeTar([paxEntry({ size: "5" }), { name: "a", data: text("12345"), size: 0 }]);
    expect(list(tar)[0]!.data).toEqual(text("12345"));
  });

  it("refuses what would leave the folder, naming archive and offset", () => {
    expect(refused({ name: "a/" }, { name: "../evil", data: text("x") })).toBe(
      'a.tar at byte 512: got an entry named "../evil"; expected a path that stays inside the folder. ' +
        "The archive may be hostile: nothing of it was kept.",
    );
    for (const name of ["/etc/passwd", "a/../../b", "c:/evil", "C:\\evil", "\\evil", "a\\..\\b"])
      refused({ name, data: text("x") });
    refused(paxEntry({ path: "../x" }), { name: "fine" });
  });

  it("refuses links, devices and pipes", () => {
    const kinds = {
      "1": "a hard link",
      "2": "a symbolic link",
      "3": "a character device",
      "4": "a block device",
    };
    for (const [type, kind] of Object.entries(kinds)) {
      expect(refused({ name: "a", type })).toContain(`got ${kind} named "a"; expected files and folders`);
    }
    expect(refused({ name: "a", type: "6" })).toContain("a pipe");
    expect(refused({ name: "a", type: "2" })).toContain("Pack it with tar --dereference");
    expect(refused({ name: "a", type: "?" })).toContain('an entry of type "?"');
    const sparse = 'a sparse file named "a"; expected files and folders. Pack it without tar --sparse.';
    expect(refused({ name: "a", type: "S" })).toContain(sparse);
    const pax = paxEntry({ "GNU.sparse.major": "1", "GNU.sparse.name": "b" });
    expect(refused(pax, { name: "a", data: text("1\n0\n512\n") })).toContain(sparse);
  });

  it("passes over GNU tar's label, its lists of folders and its long links", () => {
    const label = { name: "a label", type: "V" };
    const tar = makeTar([label, { name: "a/", type: "D", data: text("Yb\0\0") }, { name: "a/b" }]);
    tar.fill(0, 124, 136);
    const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    const written = tar.subarray(148, 156).reduce((total, byte) => total + byte, 0);
    tar.set(text(`${(sum - written + 256).toString(8).padStart(6, "0")}\0 `), 148);
    expect(list(tar).map(({ kind, path }) => `${kind} ${path}`)).toEqual(["folder a", "file a/b"]);
    expect(refused({ name: "x", type: "K", data: text("far") }, { name: "a", type: "2" })).toContain(
      'a symbolic link named "a"',
    );
  });

  it("keeps names apart whatever their bytes, and their backslashes", () => {
    const tar = makeTar([
      { name: "xx" },
      { name: "yy" },
      { name: "c\u0001" },
      { name: "c\u0002" },
      { name: "a\\b" },
    ]);
    for (const [at, first, second] of [
      [0, 0xe9, 0x31],
      [512, 0xfc, 0x31],
    ] as const) {
      const before = tar[at]! + tar[at + 1]!;
      const sum = Number.parseInt(new TextDecoder().decode(tar.subarray(at + 148, at + 154)), 8);
      tar.set([first, second], at);
      tar.set(text((sum - before + first + second).toString(8).padStart(6, "0")), at + 148);
    }
    expect(list(tar).map(({ path }) => path)).toEqual(["é1", "ü1", "c␁", "c␂", "a\\b"]);
  });

  it("detects an archive cut short at any block", () => {
    const tar = makeTar([
      { name: "a", data: randomBytes(2000, 3) },
      { name: "b", data: text("b") },
    ]);
    for (const length of [0, 100, 512, 600, 2561]) {
      expect(dataErrorOf(() => list(tar.subarray(0, length))).message).toContain("cut short");
    }
  });

  it("takes an archive that ends without blocks of zeros, with a warning", () => {
    const tar = makeTar([{ name: "a", data: randomBytes(2000, 3) }]);
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning);
    const entries = [...readTar(tar.subarray(0, 2560), { name: "a.tar", onWarning })];
    expect(entries.map(({ path }) => path)).toEqual(["a"]);
    expect(warnings).toEqual(["a.tar: the archive ends without the blocks of zeros that close it."]);
  });

  it.each(["1.5", "0x10", "-5", "x", "1e3", " 5", "+5", "5 ", "", "٣", "99999999999999999999", "0b1", "NaN"])(
    "takes digits alone for a size: %j",
    (size) => {
      expect(refused(paxEntry({ size }), { name: "a", data: text("12345") })).toMatch(
        /^a\.tar at byte \d+: got (a pax size of|a pax header that is none)/,
      );
    },
  );

  it.each([
    "9 size=5",
    "99 size=5\n",
    "x size=5\n",
    "9size=5\n",
    "-9 size=5\n",
    "1.5 size=5\n",
    "0 size=5\n",
  ])("refuses a pax header that is none: %j", (records) => {
    expect(refused({ name: "pax", type: "x", data: text(records) }, { name: "a" })).toContain(
      "a pax header that is",
    );
  });

  it("gives a pax size to the file alone that it is of", () => {
    const long = `${"f".repeat(120)}\0`;
    const tar = makeTar([
      paxEntry({ size: "5" }),
      { name: "././@LongLink", type: "L", data: text(long) },
      { name: "a", data: text("12345"), size: 0 },
      { name: "b", data: text("b") },
    ]);
    expect(list(tar).map(({ path, data }) => [path, data.length])).toEqual([
      [long.slice(0, -1), 5],
      ["b", 1],
    ]);
  });

  it("checks sizes before it reads", () => {
    expect(refused({ name: "a", size: 8e9 })).toContain(
      "an entry of 8000000000 bytes; expected at most 67108864",
    );
    expect(refused({ name: "a", type: "L", size: 2e6 })).toContain("at most 1048576");
    const many = makeTar(Array.from({ length: 11 }, (_, index) => ({ name: `${index}` })));
    expect(dataErrorOf(() => [...readTar(many, { maximumEntries: 10 })]).message).toContain(
      "more than 10 entries",
    );
  });

  it("notices a header whose checksum is wrong", () => {
    const tar = makeTar([{ name: "a" }]);
    tar[0] = 98;
    expect(dataErrorOf(() => list(tar)).message).toContain("expected a tar header with the right checksum");
  });
});
