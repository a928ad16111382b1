import { DataError, FileError, Generator, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Conv2d, Linear, ReLU, Sequential } from "../index.js";
import { moduleFromJSON } from "./from-json.js";
import { loadNpy, saveNpy } from "./npy.js";
import { loadNpz, saveNpz } from "./npz.js";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

const random = new Generator(7);
const below = (limit: number): number => random.random32() % limit;
const tensors = { "0.weight": randn([20, 10]), "0.bias": randn([20]), counts: tensor([1, 2, 3]) };
const valuesOf = (read: Readonly<Record<string, Tensor>>): string =>
  JSON.stringify(
    Object.entries(read).map(([name, each]) => [name, each.dtype, each.shape, each.arraySync()]),
  );

/** How 400 files with one bit of them changed are read: refused, the same, or (which must not be) as something else. */
function flipped(bytes: Uint8Array, read: (bytes: Uint8Array) => Readonly<Record<string, Tensor>>) {
  const right = valuesOf(read(bytes));
  const counts = { refused: 0, same: 0, different: 0 };
  for (let round = 0; round < 400; round++) {
    const damaged = bytes.slice();
    damaged[below(bytes.length)]! ^= 1 << below(8);
    try {
      counts[valuesOf(read(damaged)) === right ? "same" : "different"]++;
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      counts.refused++;
    }
  }
  return counts;
}

describe("one bit changed", () => {
  it("in a safetensors file of ours is refused", async () => {
    const counts = flipped(
      await saveSafetensors(tensors, { 7: "made" }),
      (bytes) => loadSafetensors(bytes).tensors,
    );
    expect(counts).toMatchObject({ different: 0 });
    expect(counts.refused).toBeGreaterThan(390); // the rest are flips in the name of the digest itself
  });

  it.each([true, false])("in an npz is refused or harmless (compressed: %s)", async (compressed) => {
    const counts = flipped(await saveNpz(tensors, { compressed }), (bytes) => loadNpz(bytes));
    expect(counts).toMatchObject({ different: 0 });
  });
});

describe("sealed files", () => {
  it("say so, and others are read too", async () => {
    const bytes = await saveSafetensors(tensors, { made: "here" });
    expect(loadSafetensors(bytes)).toMatchObject({ isSealed: true, metadata: { made: "here" } });
    const header = '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const plain = Uint8Array.from([
      header.length,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      ...new TextEncoder().encode(header),
      5,
    ]);
    expect(loadSafetensors(plain)).toMatchObject({ isSealed: false, metadata: {} });
  });

  it("may have no tensors, and metadata in any order", async () => {
    expect(loadSafetensors(await saveSafetensors({}))).toMatchObject({ isSealed: true, tensors: {} });
    const metadata = { 3: "c", 1: "a", z: "z" };
    expect(loadSafetensors(await saveSafetensors(tensors, metadata)).metadata).toEqual(metadata);
  });

  it("are refused where they were changed since", async () => {
    const bytes = await saveSafetensors(tensors);
    bytes[bytes.length - 1]! ^= 1;
    expect(() => loadSafetensors(bytes, "model.safetensors")).toThrow(
      /^model\.safetensors at byte 41: got contents whose SHA-256 is [0-9a-f]{64}; expected [0-9a-f]{64}, as the file says/,
    );
  });
});

/** A safetensors file of that header. */
function file(header: string): Uint8Array {
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}

describe("what a file claims is held against limits", () => {
  it("a million tensors in a header", () => {
    const entries = Array.from(
      { length: 200_000 },
      (_, i) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`,
    );
    const many = file(`{${entries.join(",")}}`);
    expect(() => loadSafetensors(many)).toThrow("got 200000 tensors; expected at most maximumTensors, 65536");
    expect(() => loadSafetensors(many, "a", { maximumHeaderBytes: 9 })).toThrow(
      "at most maximumHeaderBytes, 9",
    );
  });

  it.each(['{"toString":0}', "null", "[]", "7", '"constructor"'])("a type that is %s", (type) => {
    const bytes = file(`{"a":{"dtype":${type},"shape":[0],"data_offsets":[0,0]}}`);
    expect(() => loadSafetensors(bytes, "a")).toThrow(FileError);
  });

  it("an npz that inflates to far more than it is", async () => {
    const bytes = await saveNpz(
      {
        a: randn([1])
          .expand([2 ** 21])
          .mul(0),
      },
      { compressed: true },
    );
    expect(() => loadNpz(bytes, "a.npz", { maximumBytes: 2 ** 20 })).toThrow(/at most maximumBytes, 1048576/);
    expect(loadNpz(bytes).a!.shape).toEqual([2 ** 21]);
  });

  it("an array of a thousand axes", async () => {
    const bytes = await saveNpy(tensor([1]));
    const text = new TextDecoder("latin1").decode(bytes).replace("(1,)", `(${"1,".repeat(20)})`);
    expect(() => loadNpy(Uint8Array.from(text, (each) => each.charCodeAt(0)))).toThrow(FileError);
  });
});

describe("an architecture that lies", () => {
  const linear = (inFeatures: number, outFeatures: number) => ({
    type: "Linear",
    settings: { inFeatures, outFeatures, bias: null },
    modules: {},
  });
  const nested = (depth: number): unknown =>
    depth === 0 ? linear(2, 2) : { type: "Sequential", settings: {}, modules: { 0: nested(depth - 1) } };

  it.each<[string, unknown, string]>([
    ["weights beyond the limit", linear(65_536, 65_536), "got a Linear that cannot be made"],
    ["sizes below zero", linear(-2, 3), "got a Linear that cannot be made"],
    ["sizes that are no counts", linear(2.5, 3), "got a Linear that cannot be made"],
    ["no settings", { type: "Linear", modules: {} }, "got an object with type, modules"],
    ["null for settings", { type: "ReLU", settings: null, modules: {} }, "got an object with"],
    ["a list of modules", { type: "Sequential", settings: {}, modules: [] }, "got an object with"],
    ["a class that is no text", { type: 7, settings: {}, modules: {} }, "got an object with"],
    ["nothing", null, "got null"],
    ["a list", [[]], "got a list of 1"],
    ["modules 2,000 deep", nested(2000), "got modules 101 deep; expected at most 100"],
    [
      "a part that is none",
      { type: "Sequential", settings: {}, modules: { 0: 3 } },
      "moduleFromJSON, module 0: got 3",
    ],
    [
      "a name that is taken",
      { type: "Sequential", settings: {}, modules: { forward: linear(1, 1) } },
      "Sequential",
    ],
  ])("%s", (_what, architecture, words) => {
    const make = () => moduleFromJSON(architecture as never);
    expect(make).toThrow(DataError);
    expect(make).toThrow(words);
  });

  it("has limits that can be raised", () => {
    expect(() => moduleFromJSON(linear(100, 100), {}, { maximumElements: 99 })).toThrow(DataError);
    expect(String(moduleFromJSON(nested(120) as never, {}, { maximumDepth: 200 }))).toContain("Linear");
  });

  it("is answered with a DataError, however it was changed", () => {
    const model = new Sequential(new Conv2d(1, 4, 3), new ReLU(), new Linear(16, 4));
    const whole = JSON.stringify(model);
    const values = [
      null,
      -1,
      0,
      1.5,
      1e300,
      "",
      "Linear",
      [],
      {},
      true,
      [[]],
      2 ** 31,
      Number.MAX_SAFE_INTEGER,
    ];
    for (let round = 0; round < 1000; round++) {
      const architecture = JSON.parse(whole);
      mutate(architecture, values);
      try {
        moduleFromJSON(architecture, {}, { maximumElements: 10_000 });
      } catch (error) {
        expect(error, JSON.stringify(architecture)).toBeInstanceOf(DataError);
      }
    }
  });
});

/** Replaces or removes a value somewhere in a tree. */
function mutate(tree: Record<string, unknown>, values: readonly unknown[]): void {
  const key = Object.keys(tree)[below(Object.keys(tree).length)]!;
  const inner = tree[key];
  if (typeof inner === "object" && inner !== null && Object.keys(inner).length > 0 && below(4) > 0)
    mutate(inner as Record<string, unknown>, values);
  else if (below(4) === 0) delete tree[key];
  else tree[key] = values[below(values.length)];
}

it("a tensor may not be called as the format's own notes are", async () => {
  await expect(saveSafetensors({ __metadata__: tensor([1]) })).rejects.toThrow(
    "saveSafetensors: got a tensor named __metadata__",
  );
});
