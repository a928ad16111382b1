import { DataError, randint, randn, tensor, zeros } from "@mnist/tensor";
import fc from "fast-check";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { loadNpy, saveNpy } from "./npy.js";
import { loadNpz, saveNpz } from "./npz.js";

const tensors = {
  "0.weight": randn([3, 2]),
  counts: randint(9, [4]),
  flags: tensor([true, false]),
  none: zeros([0, 5], { dtype: "float64" }),
  one: tensor(1),
};

/** An .npy file of that header. */
function npy(header: string, size = 0, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(10 + text.length + size);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, text.length & 255, text.length >> 8]);
  bytes.set(text, 10);
  return bytes;
}

const header = (descr: string, shape: string): string =>
  `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`;

describe("npz", () => {
  it.each([false, true])("comes back as it went, compressed %s", async (compressed) => {
    const read = loadNpz(await saveNpz(tensors, { compressed }));
    expect(Object.keys(read)).toEqual(Object.keys(tensors));
    for (const [name, value] of Object.entries(tensors)) {
      expect(read[name]!.dtype).toBe(value.dtype);
      expect(read[name]!.shape).toEqual(value.shape);
      expect(read[name]!.dataSync()).toEqual(value.dataSync());
    }
  });

  it("makes the same bytes of the same tensors", async () => {
    expect(await saveNpz(tensors)).toEqual(await saveNpz(tensors));
  });

  it("takes no name that is a path", async () => {
    await expect(saveNpz({ "../a": zeros([1]) })).rejects.toThrow('saveNpz: got a tensor named "../a"');
  });

  it("refuses bytes that are no zip, and files in it that are no arrays", () => {
    expect(() => loadNpz(new Uint8Array(30), "a.npz")).toThrow(
      "a.npz at byte 0: got 30 bytes that are no zip file",
    );
    const zip = zipSync({ "a.npy": new Uint8Array(20) });
    expect(() => loadNpz(zip, "a.npz")).toThrow(
      "a.npz, array a.npy at byte 0: got 20 bytes without NumPy's mark",
    );
  });

  it("passes over what is no array, and reads those alone that are asked for", async () => {
    const files = {
      "README.md": new TextEncoder().encode("weights"),
      "folder/": new Uint8Array(0),
      "a.npy": await saveNpy(tensor([1, 2])),
    };
    expect(Object.keys(loadNpz(zipSync(files)))).toEqual(["a"]);
    const words = { ...files, "names.npy": npy(header("<U3", "2,"), 24) };
    expect(() => loadNpz(zipSync(words), "a.npz")).toThrow(
      "a.npz, array names.npy at byte 8: got the header",
    );
    expect(loadNpz(zipSync(words), "a.npz", { only: ["a"] }).a!.arraySync()).toEqual([1, 2]);
    expect(() => loadNpz(zipSync(words), "a.npz", { only: ["b"] })).toThrow('a.npz: got no array "b"');
  });

  it("takes no name that is longer than a zip's may be", async () => {
    await expect(saveNpz({ ["a".repeat(70_000)]: zeros([1]) })).rejects.toThrow("of at most 65531 bytes");
  });

  it.each<[string, string, number[]]>([
    [
      "Python 2's sizes",
      "{'descr': '<i4', 'fortran_order': False, 'shape': (2L,), }",
      [7, 0, 0, 0, 8, 0, 0, 0],
    ],
    ["other keys first", `{"shape": (2,), "fortran_order": False, "descr": "i4"}`, [7, 0, 0, 0, 8, 0, 0, 0]],
    ["a type by its name", "{'descr':'uint8','fortran_order':False,'shape':(2,)}", [7, 8]],
    ["uint32", header(">u4", "2,"), [0, 0, 0, 7, 0, 0, 0, 8]],
    ["uint64", header("<u8", "2,"), [7, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]],
  ])("reads %s, as NumPy does", (_what, text, values) => {
    const file = npy(text, values.length);
    file.set(values, file.length - values.length);
    expect(loadNpy(file).arraySync()).toEqual([7, 8]);
  });

  it.each(["2,,3", "02, 3", "6", "2 3"])("refuses the shape (%s), as NumPy does", (shape) => {
    expect(() => loadNpy(npy(header("|u1", shape), 6))).toThrow("got the header {'descr'");
  });

  it("refuses a file that claims to grow beyond what deflate can do", () => {
    const zip = zipSync({ "a.npy": new Uint8Array(20) });
    const directory = zip.length - 22 - 46 - "a.npy".length;
    new DataView(zip.buffer).setUint32(directory + 24, 2 ** 31, true);
    expect(() => loadNpz(zip)).toThrow(/got a.npy of 2147483648 bytes in 4.*at most maximumBytes, 67108864/);
  });

  it("refuses damage with a DataError, or reads it", async () => {
    const bytes = await saveNpz({ a: randn([3]), b: tensor([true]) }, { compressed: true });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, value) => {
        const damaged = bytes.slice();
        damaged[place] = value;
        try {
          loadNpz(damaged);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }),
    );
  });
});

describe("npy", () => {
  it("keeps its values at a multiple of 64 bytes, as NumPy does", async () => {
    const bytes = await saveNpy(zeros([2, 3]));
    expect(bytes.length - 24).toBe(128);
    expect(new TextDecoder("latin1").decode(bytes.subarray(6, 127)).trimEnd()).toBe(
      "\x01\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
    );
  });

  it.each([
    ["another mark", npy("").fill(0, 0, 1), "without NumPy's mark"],
    ["another version", npy("    ", 0, 9), "got format version 9; expected 1, 2 or 3"],
    ["a header that does not fit", npy("").fill(255, 8), "got a header of 65535 bytes in a file of 10"],
    [
      "records",
      npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }\n"),
      "numbers of types f2, f4",
    ],
    ["objects", npy(header("|O", "1,"), 8), "got the header"],
    ["code in place of a shape", npy(header("<f4", "__import__('os')"), 8), "got the header"],
    [
      "more elements than bytes",
      npy(header("<f4", "1099511627776,"), 8),
      "got 8 bytes after the header for shape [1099511627776]",
    ],
    ["sizes beyond numbers", npy(header("<f4", "99999999999999999999,"), 8), "expected sizes below"],
  ])("refuses %s", (_what, bytes, words) => {
    expect(() => loadNpy(bytes, "a.npy")).toThrow(DataError);
    expect(() => loadNpy(bytes, "a.npy")).toThrow(words);
  });
});
