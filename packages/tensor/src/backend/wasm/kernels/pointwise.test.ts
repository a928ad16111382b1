import { describe, expect, it } from "vitest";
import type { Expression } from "../../../expression/expression.js";
import { inputValue, typed, type Value } from "../../../expression/typed.js";
import { tensor } from "../../../index.js";
import { dispatch, pointwise as rows } from "../../../internal.js";
import { computeTypes, type Pointwise } from "../../../ops/pointwise-row.js";
import { reference } from "../../cpu/cpu-device.js";
import { type Build, binaryOf } from "../engine/binary.js";
import { Kernels } from "../engine/module.js";
import type { KernelOperand, PointwiseFields, PointwiseKernel } from "../generator/pointwise-kernel.js";
import { pointwise } from "./pointwise.js";

const builds: Build[] = ["simd", "relaxed-simd"];

const rounded = new Float32Array(1);
const roundedBits = new Int32Array(rounded.buffer);

/** A float32's place among all float32 numbers, so that neighbours differ by one. */
function place(x: number): number {
  rounded[0] = x;
  const bits = roundedBits[0]!;
  return bits < 0 ? -2147483648 - bits : bits;
}

function unitsApart(actual: number, expected: number): number {
  if (Number.isNaN(expected) || Number.isNaN(actual)) return Object.is(actual, expected) ? 0 : Infinity;
  return Math.abs(place(actual) - place(expected));
}

/** Limits of float32 and of the functions' branches. */
const limits = [
  0,
  1e-45,
  1e-39,
  1.17549435e-38,
  1e-30,
  1e-8,
  1,
  3e38,
  Infinity,
  88.72,
  88.73,
  89,
  87.4,
  103.9,
  104.1,
];
const edges = [
  0.5, 1.5, 2.5, 0.625, 0.921875, 3.95, 10.5, 0.99999994, 1.0000001, 2, 3, 10, 100, 1000, 2e9, 5,
];
const few = [...limits, ...edges].flatMap((x) => [x, -x]).concat(NaN);
const spread = Array.from({ length: 40_000 }, (_, i) => Math.sinh((i - 20_000) / 110) * 1e-38);
const fine = Array.from({ length: 40_000 }, (_, i) => (i - 20_000) / 190);

/** Operands of a row: many numbers, or all pairs (and a condition) of a few. */
function operandsOf({ arity }: Pointwise): Float32Array[] {
  if (arity === 1) return [Float32Array.from([...few, ...spread, ...fine])];
  const count = few.length ** 2;
  const pick = [(i: number) => i % few.length, (i: number) => Math.floor(i / few.length)];
  return Array.from({ length: arity }, (_, k) =>
    Float32Array.from({ length: count }, (_, i) => few[pick[k % 2]!(i)]!),
  );
}

const bitRows = ["bitwiseAnd", "bitwiseOr", "bitwiseXor"];
const ofFloats = Object.values(rows).filter(({ name }) => !bitRows.includes(name));
/** A function with a float32 form of its own rounds more than once: at most four units in the last place are allowed. */
function callsSingle(expression: Expression): boolean {
  if (expression.kind === "call" && expression.callee.single !== undefined) return true;
  return "values" in expression && expression.values.some(callsSingle);
}
const rounding = new Set(ofFloats.filter((op) => callsSingle(op.expression)).map(({ name }) => name));

describe.each(builds)("generated kernels, %s", (build) => {
  const kernels = new Kernels(binaryOf(build)!);

  function put(data: Float32Array | Uint8Array | Int32Array): number {
    const address = kernels.heap.allocate(data.byteLength);
    kernels.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), address);
    return address;
  }

  function run(kernel: PointwiseKernel, fields: PointwiseFields): void {
    const program = kernels.program([pointwise(kernels, kernel, fields)]);
    program.run();
    program.release();
  }

  function along(address: number, columnStride = 4): PointwiseFields["operands"][number] {
    return { address, columnStride, outerStrides: [] };
  }

  /** A row over columns of float32; the number behind the last is there to be left alone. */
  function apply(op: Pointwise, columns: readonly Float32Array[]): Float32Array {
    const near: KernelOperand = { kind: "float32", access: "near" };
    const types = computeTypes(
      op,
      columns.map(() => "float32"),
      "float32",
    );
    const inputs = columns.map((_, i) => inputValue(i, "float32"));
    const value = typed(op.expression, types.type, inputs);
    const length = columns[0]!.length;
    const [output, addresses] = [put(new Float32Array(length + 1).fill(-7)), columns.map(put)];
    const kernel = { inputs: columns.map(() => near), outputs: [{ ...near, value }], outerAxes: 0 };
    const operands = [...addresses, output].map((address) => along(address));
    run(kernel, { outer: [], columns: length, segment: 4096, operands });
    const result = kernels.floats.slice(output / 4, output / 4 + length + 1);
    for (const address of [output, ...addresses]) kernels.heap.release(address);
    expect(result[length], "one past the end").toBe(-7);
    return result.subarray(0, length);
  }

  it.each(ofFloats.map((op) => [op.name, op] as const))("%s is what the reference gives", (name, op) => {
    const columns = operandsOf(op);
    const given = columns.map((column) => tensor(column, { device: reference }));
    const expected = dispatch(op, given, {}).dataSync();
    const actual = apply(op, columns);
    let [worst, at] = [0, 0];
    actual.forEach((value, i) => {
      const apart = unitsApart(value, expected[i]!);
      if (apart > worst) [worst, at] = [apart, i];
    });
    const where = `${name} of ${columns.map((column) => column[at])}: ${actual[at]}, not ${expected[at]}`;
    expect(worst, where).toBeLessThanOrEqual(rounding.has(name) ? 4 : 0);
  });

  it("fits every length, in place too", () => {
    const near: KernelOperand = { kind: "float32", access: "near" };
    const value = typed(rows.add.expression, "float32", [inputValue(0, "float32"), inputValue(1, "float32")]);
    const one: KernelOperand = { kind: "float32", access: "same" };
    for (const length of [0, 1, 2, 3, 4, 5, 15, 16, 17, 100, 1023, 4095, 4096, 4097, 5000, 9000]) {
      const x = Float32Array.from({ length }, (_, i) => i - 5);
      const [address, other] = [put(Float32Array.of(...x, 99)), put(Float32Array.of(1))];
      const operands = [along(address), along(other, 0), along(address)];
      const kernel = { inputs: [near, one], outputs: [{ ...near, value }], outerAxes: 0 };
      run(kernel, { outer: [], columns: length, segment: Math.max(1, Math.min(length, 4096)), operands });
      const result = kernels.floats.slice(address / 4, address / 4 + length + 1);
      expect([...result]).toEqual([...x.map((each) => each + 1), 99]);
    }
  });

  it("reads and writes every type in every layout, over several axes", () => {
    const [depth, rowCount, columns] = [2, 3, 37];
    const floats = Float32Array.from({ length: depth * rowCount * columns }, (_, i) => (i * 7) % 97);
    const bytes = Uint8Array.from({ length: columns }, (_, i) => i * 6);
    const words = Int32Array.from({ length: depth * rowCount }, (_, i) => i * -5);
    const [a, b, c] = [put(floats), put(bytes), put(words)];
    const [sums, flags, whole] = [
      put(new Float32Array(222)),
      put(new Uint8Array(222)),
      put(new Uint8Array(222)),
    ];
    const inputs: Value[] = [inputValue(0, "float32"), inputValue(1, "int32"), inputValue(2, "int32")];
    const asFloat = (value: Value): Value => ({
      kind: "operation",
      operation: "toFloat",
      type: "float32",
      values: [value],
    });
    const plus = (x: Value, y: Value): Value => typed(rows.add.expression, x.type as "float32", [x, y]);
    const sum = plus(inputs[0]!, asFloat(plus(inputs[1]!, inputs[2]!)));
    const isMore = typed(rows.gt.expression, "float32", [sum, asFloat(inputs[1]!)]);
    const kernel: PointwiseKernel = {
      inputs: [
        { kind: "float32", access: "far" },
        { kind: "uint8", access: "near" },
        { kind: "int32", access: "same" },
      ],
      outputs: [
        { kind: "float32", access: "near", value: sum },
        { kind: "bool", access: "far", value: isMore },
        { kind: "uint8", access: "near", value: plus(inputs[1]!, inputs[1]!) },
      ],
      outerAxes: 2,
    };
    const space = rowCount * columns;
    run(kernel, {
      outer: [depth, rowCount],
      columns,
      segment: 16,
      operands: [
        { address: a, columnStride: rowCount * 4, outerStrides: [space * 4, 4] },
        { address: b, columnStride: 1, outerStrides: [0, 0] },
        { address: c, columnStride: 0, outerStrides: [rowCount * 4, 4] },
        { address: sums, columnStride: 4, outerStrides: [space * 4, columns * 4] },
        { address: flags, columnStride: 6, outerStrides: [1, 2] },
        { address: whole, columnStride: 1, outerStrides: [space, columns] },
      ],
    });
    let wrong = 0;
    for (let i = 0; i < depth; i++) {
      for (let j = 0; j < rowCount; j++) {
        for (let k = 0; k < columns; k++) {
          const expected = floats[i * space + j + k * rowCount]! + bytes[k]! + words[i * rowCount + j]!;
          const at = i * space + j * columns + k;
          if (kernels.floats[sums / 4 + at] !== expected) wrong++;
          if (kernels.bytes[flags + i + 2 * j + 6 * k] !== Number(expected > bytes[k]!)) wrong++;
          if (kernels.bytes[whole + at] !== ((2 * bytes[k]!) & 255)) wrong++;
        }
      }
    }
    expect(wrong).toBe(0);
  });
});
