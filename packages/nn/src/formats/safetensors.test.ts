import { noGrad } from "@mnist/autograd";
import { DataError, randint, randn, tensor } from "@mnist/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

/** A file of that header and that many bytes. */
function file(header: string, size = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (dtype: string, shape: readonly number[], from: number, to: number): string =>
  JSON.stringify({ dtype, shape, data_offsets: [from, to] });

describe("safetensors", () => {
  it("comes back as it went", async () => {
    const tensors = {
      a: randn([2, 3]),
      b: tensor([true, false]),
      c: randint(9, [4]),
      d: randn([0, 2], { dtype: "float64" }),
      __proto: randn([2]).t(),
    };
    const { tensors: read, metadata } = loadSafetensors(await saveSafetensors(tensors, { made: "here" }));
    expect(metadata).toEqual({ made: "here" });
    expect(Object.keys(read)).toEqual(Object.keys(tensors));
    for (const [name, value] of Object.entries(tensors)) {
      expect(read[name]!.dtype).toBe(value.dtype);
      expect(read[name]!.shape).toEqual(value.shape);
      expect(read[name]!.dataSync()).toEqual(value.dataSync());
    }
  });

  it("reads from the middle of a larger buffer", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(
      noGrad(() => loadSafetensors(larger.subarray(3, 3 + bytes.length)).tensors.a!.arraySync()),
    ).toEqual([1, 2, 3]);
  });

  it("takes any name for a name", async () => {
    const names = ["__proto__", "constructor", "a.b", 'ü "quoted" \\ : {', ""];
    const tensors = Object.fromEntries(names.map((name, i) => [name, tensor([i])]));
    const { tensors: read } = loadSafetensors(await saveSafetensors(tensors));
    expect(Object.keys(read)).toEqual(names);
    for (const [i, name] of names.entries())
      expect(Object.getOwnPropertyDescriptor(read, name)?.value.itemSync()).toBe(i);
  });
});

it.each<[string, number[], number[]]>([
  ["F8_E4M3", [0x38, 0x7e, 0x01, 0xc0, 0x7f], [1, 448, 2 ** -9, -2, Number.NaN]],
  ["F8_E5M2", [0x3c, 0x7b, 0x01, 0xc0, 0x7c], [1, 57344, 2 ** -16, -2, Number.POSITIVE_INFINITY]],
  ["U32", [1, 0, 0, 0, 255, 255, 255, 127], [1, 2 ** 31 - 1]],
  ["U64", [1, 1, 0, 0, 0, 0, 0, 0], [257]],
])("loadSafetensors reads %s", (code, bytes, values) => {
  const whole = file(`{"a":${entry(code, [values.length], 0, bytes.length)}}`, bytes.length);
  whole.set(bytes, whole.length - bytes.length);
  expect(loadSafetensors(whole).tensors.a!.arraySync()).toEqual(values);
});

describe("loadSafetensors refuses", () => {
  it("every cut, and a header that claims the world", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => loadSafetensors(bytes.slice(0, length), "cut")).toThrow(DataError);
    }
    const lying = bytes.slice();
    new DataView(lying.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(() => loadSafetensors(lying, "lying")).toThrow(/lying at byte 0: got a header of/);
  });

  const huge = 2 ** 40;
  it.each([
    ["what is no JSON", file("{a"), "model.st at byte 8: got a header that is not JSON"],
    ["what is no object", file("[1]"), "not an object"],
    ["bytes that are no text", file("{}", 0).fill(0xff, 8), "not JSON"],
    ["a type it does not know", file(`{"a":${entry("F8_E8M0", [1], 0, 1)}}`, 1), "got dtype F8_E8M0 of a"],
    ["sizes below zero", file(`{"a":${entry("U8", [-1], 0, 1)}}`, 1), "without shape and offsets"],
    [
      "sizes that are no numbers",
      file('{"a":{"dtype":"U8","shape":["2"],"data_offsets":[0,2]}}', 2),
      "without shape",
    ],
    [
      "more elements than bytes, before any is allocated",
      file(`{"a":${entry("F32", [huge], 0, huge * 4)}}`, 4),
      "expected the 4398046511104 that it describes",
    ],
    [
      "a shape beyond all numbers",
      file(`{"a":${entry("F32", [huge, huge, huge], 0, 4)}}`, 4),
      "got bytes 0 to 4",
    ],
    ["an end before its start", file(`{"a":${entry("U8", [1], 1, 0)}}`, 1), "got bytes 1 to 0"],
    [
      "overlaps",
      file(`{"a":${entry("U8", [2], 0, 2)},"b":${entry("U8", [2], 1, 3)}}`, 3),
      "got b at byte 1 after a tensor that ends at 2",
    ],
    ["gaps", file(`{"a":${entry("U8", [1], 0, 1)},"b":${entry("U8", [1], 2, 3)}}`, 3), "got b at byte 2"],
    [
      "bytes left over",
      file(`{"a":${entry("U8", [1], 0, 1)}}`, 2),
      "got 2 bytes after the header; expected the 1",
    ],
    [
      "a name twice",
      file(`{"a":${entry("U8", [1], 0, 1)},"\\u0061":${entry("U8", [1], 0, 1)}}`, 1),
      'got "a" twice in the header',
    ],
    ["metadata that is no text", file('{"__metadata__":{"a":1}}'), "metadata that is not text"],
    [
      "a uint32 that int32 cannot hold",
      file(`{"a":${entry("U32", [1], 0, 4)}}`, 4).fill(255, -4),
      "got the uint32 4294967295 in tensor a",
    ],
    [
      "an int64 that int32 cannot hold",
      file(`{"a":${entry("I64", [1], 0, 8)}}`, 8).fill(0x7f, -8),
      "got the int64 9187201950435737471 in tensor a",
    ],
  ])("%s", (_what, bytes, words) => {
    expect(() => loadSafetensors(bytes, "model.st")).toThrow(DataError);
    expect(() => loadSafetensors(bytes, "model.st")).toThrow(words);
  });

  it("any other damage with a DataError, or reads it", async () => {
    const bytes = await saveSafetensors({ a: randn([3]), b: tensor([true]) }, { made: "here" });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, value) => {
        const damaged = bytes.slice();
        damaged[place] = value;
        try {
          loadSafetensors(damaged);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }),
    );
  });
});
