import { describe, expect, it } from "vitest";
import { readIdx } from "./idx.js";
import { dataErrorOf } from "./testing/expect-error.js";
import { makeIdx } from "./testing/make-digits.js";

/** Big-endian bytes of numbers. */
function bigEndian(
  bytes: number,
  write: (view: DataView, offset: number, value: number) => void,
  values: number[],
) {
  const view = new DataView(new ArrayBuffer(bytes * values.length));
  values.forEach((value, index) => {
    write(view, index * bytes, value);
  });
  return new Uint8Array(view.buffer);
}

describe("readIdx", () => {
  it("reads every element type, big endian", () => {
    const cases = [
      [8, "uint8", Uint8Array, bigEndian(1, (view, at, value) => view.setUint8(at, value), [0, 255, 7, 1])],
      [9, "int8", Int8Array, bigEndian(1, (view, at, value) => view.setInt8(at, value), [0, -128, 127, 1])],
      [
        11,
        "int16",
        Int16Array,
        bigEndian(2, (view, at, value) => view.setInt16(at, value), [0, -32768, 300, 1]),
      ],
      [
        12,
        "int32",
        Int32Array,
        bigEndian(4, (view, at, value) => view.setInt32(at, value), [0, -(2 ** 31), 70000, 1]),
      ],
      [
        13,
        "float32",
        Float32Array,
        bigEndian(4, (view, at, value) => view.setFloat32(at, value), [0, -1.5, 2 ** -126, Infinity]),
      ],
      [
        14,
        "float64",
        Float64Array,
        bigEndian(8, (view, at, value) => view.setFloat64(at, value), [0, -0.1, Math.PI, 1e300]),
      ],
    ] as const;
    const expected = {
      uint8: [0, 255, 7, 1],
      int8: [0, -128, 127, 1],
      int16: [0, -32768, 300, 1],
      int32: [0, -(2 ** 31), 70000, 1],
      float32: [0, -1.5, 2 ** -126, Infinity],
      float64: [0, -0.1, Math.PI, 1e300],
    };
    for (const [code, dtype, array, data] of cases) {
      const file = readIdx(makeIdx([2, 2], data, code));
      expect(file.dtype).toBe(dtype);
      expect(file.shape).toEqual([2, 2]);
      expect(file.data).toBeInstanceOf(array);
      expect(Array.from(file.data)).toEqual(expected[dtype]);
    }
  });

  it("reads from the middle of a buffer, and rank 0 and empty files", () => {
    const file = makeIdx([3], Uint8Array.of(0, 1, 0, 2, 0, 3), 11);
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    expect(readIdx(shifted.subarray(1)).data).toEqual(Int16Array.of(1, 2, 3));
    expect(readIdx(makeIdx([], Uint8Array.of(5)))).toMatchObject({ shape: [], data: Uint8Array.of(5) });
    expect(readIdx(makeIdx([0, 28, 28], new Uint8Array(0))).data).toHaveLength(0);
  });

  it("compares the header with the file's length before it allocates", () => {
    const lie = makeIdx([2 ** 31, 2 ** 31, 28], new Uint8Array(100), 14);
    expect(dataErrorOf(() => readIdx(lie, "train.idx")).message).toMatch(
      /^train\.idx at byte 4: got a header of float64 \[2147483648, 2147483648, 28\], which takes 1\.03\d*e\+21 bytes, in a file of 116; expected a header that fits the file's length\./,
    );
    dataErrorOf(() => readIdx(makeIdx([3], new Uint8Array(2))));
    dataErrorOf(() => readIdx(makeIdx([3], new Uint8Array(4))));
  });

  it("says what is wrong with a header", () => {
    expect(dataErrorOf(() => readIdx(Uint8Array.of(0x1f, 0x8b, 8, 0), "x.gz")).message).toContain(
      "x.gz at byte 0: got 1f 8b 08 00; expected an IDX file",
    );
    for (const start of [[], [0, 0, 8], [0, 0, 10, 1], [1, 0, 8, 1]])
      dataErrorOf(() => readIdx(Uint8Array.from(start)));
    expect(dataErrorOf(() => readIdx(Uint8Array.of(0, 0, 8, 3, 0))).message).toContain(
      "3 dimensions, which take 16",
    );
  });
});
