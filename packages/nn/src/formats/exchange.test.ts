import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { noGrad } from "@mnist/autograd";
import { type DType, manualSeed, randn, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "../golden/formats/formats.json" with { type: "json" };
import { BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "../index.js";
import { pythonWithTorch } from "../testing/python.js";
import { loadNpz, saveNpz } from "./npz.js";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

interface Stored {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
}

/** What element types that tensors here lack are read as. */
const readAs: Readonly<Record<string, DType>> = {
  float16: "float32",
  int64: "int32",
  int16: "int32",
  int8: "int32",
};

function expectValues(actual: Tensor, { dtype, shape, data }: Stored, what: string): void {
  expect(actual.dtype, what).toBe(readAs[dtype] ?? dtype);
  expect(actual.shape, what).toEqual(shape);
  const values = data.map(Number);
  expect([...actual.dataSync()], what).toEqual(
    dtype.startsWith("float") ? values.map((x) => (dtype === "float64" ? x : Math.fround(x))) : values,
  );
}

const file = (name: string): Uint8Array =>
  readFileSync(new URL(`../golden/formats/${name}`, import.meta.url));

const network = () =>
  new Sequential(
    new Conv2d(1, 2, 3),
    new BatchNorm2d(2),
    new ReLU(),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(8, 3),
  );

const images = (): Tensor => tensor(golden.images.data).reshape(golden.images.shape);

function expectOutputs(actual: Tensor, expected: readonly (number | boolean | string)[]): void {
  actual.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(Number(expected[i]), 5);
  });
}

describe("files that PyTorch and NumPy wrote", () => {
  it("safetensors: a network's weights give PyTorch's outputs", () => {
    const { tensors, metadata } = loadSafetensors(file("network.safetensors"), "network.safetensors");
    expect(metadata).toEqual({ format: "pt" });
    const model = network();
    model.loadStateDict(tensors);
    expectOutputs(
      noGrad(() => model.eval()(images())),
      golden.outputs.data,
    );
  });

  it("safetensors: every element type", () => {
    const { tensors } = loadSafetensors(file("kinds.safetensors"));
    expect(Object.keys(tensors)).toEqual(Object.keys(golden.kinds));
    for (const [name, stored] of Object.entries(golden.kinds)) expectValues(tensors[name]!, stored, name);
  });

  it("npz: every element type, both orders of bytes and of axes", () => {
    const arrays = loadNpz(file("arrays.npz"));
    for (const [name, stored] of Object.entries(golden.arrays)) expectValues(arrays[name]!, stored, name);
    expect([...arrays.u16!.dataSync()]).toEqual([0, 40000, 65535]);
  });

  it("npz: compressed", () => {
    expect(loadNpz(file("compressed.npz")).zeros!.arraySync()).toEqual(zeros([100, 10]).arraySync());
  });
});

const python = pythonWithTorch();

describe.runIf(python)("files that PyTorch and NumPy read", () => {
  const folder = mkdtempSync(join(tmpdir(), "mnist-formats-"));
  const script = fileURLToPath(new URL("../../../../tooling/golden/nn_formats.py", import.meta.url));

  it("give the network's outputs and the very values", { timeout: 60_000 }, async () => {
    manualSeed(8);
    const model = network();
    const inputs = randn([5, 1, 6, 6]);
    model(inputs);
    const kinds = {
      bool: tensor([true, false, true]),
      double: randn([2, 3], { dtype: "float64" }),
      bytes: tensor([1, 255], { dtype: "uint8" }),
      whole: tensor([[-5, 2 ** 31 - 1]], { dtype: "int32" }),
      scalar: tensor(2.5),
      transposed: randn([2, 3]).t(),
      infinite: tensor([Number.POSITIVE_INFINITY, Number.NaN]),
      empty: zeros([2, 0]),
    };
    const write = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);
    try {
      write("network.safetensors", await saveSafetensors(model.stateDict(), { made: "here" }));
      write("kinds.safetensors", await saveSafetensors(kinds));
      write("arrays.npz", await saveNpz({ ...kinds, images: inputs }, { compressed: true }));
      const found = JSON.parse(execFileSync(python ?? "", [script, "read", folder], { encoding: "utf8" }));
      expect(found.metadata).toEqual({
        made: "here",
        "mnist.sha256": expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expectOutputs(
        noGrad(() => model.eval()(inputs)),
        found.outputs.data,
      );
      for (const [name, value] of Object.entries(kinds)) {
        expectValues(value.contiguous(), found.kinds[name], `safetensors: ${name}`);
        expectValues(value.contiguous(), found.arrays[name], `npz: ${name}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
