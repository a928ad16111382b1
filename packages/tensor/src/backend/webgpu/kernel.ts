import type { DType } from "../../dtype.js";
import { DeviceError } from "../../errors.js";
import { helperFunctions } from "./helper-functions.wgsl.js";
import type { ValueType } from "./value-type.js";

/** Axes that a kernel walks, after those that lie together in memory have been joined. */
export const mostAxes = 8;
/** Numbers that one run of a kernel is given: 256 bytes, the distance at which devices let a uniform begin. */
export const mostNumbers = 64;
/** Threads in a workgroup. */
export const groupSize = 64;

/** What the numbers of a run are called and how many each is, in their order. */
export type Fields = Readonly<Record<string, number>>;

/** A compute shader for one combination of dtypes. */
export interface Kernel<F extends Fields = Fields> {
  /** The key under which its pipeline is kept. */
  readonly name: string;
  readonly fields: F;
  readonly output: DType;
  /** Further outputs: `output1` and so on. */
  readonly others?: readonly DType[];
  /** Those that do not share an output's memory. */
  readonly inputs: readonly DType[];
  /** The type that it computes in. */
  readonly type: ValueType;
  /** Whether it notes positions that are out of range. */
  readonly mayFault?: boolean;
  /** Threads along x and y of a workgroup; 64 in a row unless said otherwise. */
  readonly workgroup?: readonly [number, number];
  /** Declarations outside of `main`. */
  readonly declarations?: string;
  /** The function `finish(place, sum)` that `main` hands each result; another can take its place. */
  readonly finish?: string;
  /** The body of `main`, which finds `group`, `lane` (both axes of it in `lanes`) and `thread`. */
  readonly body: string;
}

const kernels = new Map<string, Kernel<Fields>>();

/** The kernel of that name, made when it is first asked for. */
export function kernelNamed<F extends Fields>(name: string, make: () => Omit<Kernel<F>, "name">): Kernel<F> {
  let kernel = kernels.get(name) as Kernel<F> | undefined;
  if (kernel === undefined) {
    kernel = { name, ...make() };
    kernels.set(name, kernel);
  }
  return kernel;
}

export type NumbersOf<F extends Fields> = { readonly [Name in keyof F]: number | readonly number[] };

/** Lays the numbers of a run in the order of their fields. */
export function layNumbers(fields: Fields, numbers: NumbersOf<Fields>, into: Int32Array): void {
  let at = 0;
  for (const name in fields) {
    const values = numbers[name]!;
    if (typeof values === "number") into[at] = values;
    else for (let i = 0; i < values.length; i++) into[at + i] = values[i]!;
    at += fields[name]!;
  }
}

/** Where the values of a field begin. */
export function fieldAt(fields: Fields, name: string): number {
  let at = 0;
  for (const each in fields) {
    if (each === name) return at;
    at += fields[each]!;
  }
  throw new RangeError(`no field ${name}`);
}

/** One value for each axis. @throws DeviceError where there are too many. */
export function axes(operation: string, values: readonly number[]): readonly number[] {
  if (values.length > mostAxes) {
    throw new DeviceError({
      operation,
      got: `${values.length} axes that do not lie together in memory`,
      expected: `at most ${mostAxes} on webgpu`,
      hint: "Try contiguous() on the CPU first.",
    });
  }
  return values;
}

/** Values for each axis of several operands, one operand after the other. */
export function axesOfAll(operation: string, operands: readonly (readonly number[])[]): readonly number[] {
  const all = new Array<number>(operands.length * mostAxes).fill(0);
  operands.forEach((values, i) => {
    axes(operation, values).forEach((value, axis) => {
      all[i * mostAxes + axis] = value;
    });
  });
  return all;
}

/** WGSL types in buffers: bytes and truths take four bytes each, as kernels can store nothing smaller. */
export const stored: { readonly [D in DType]?: string } = {
  float32: "f32",
  int32: "i32",
  uint8: "u32",
  bool: "u32",
};

/** An element as a value to compute with. */
export function load(element: string, dtype: DType, as: ValueType): string {
  return stored[dtype] === as ? element : `${as}(${element})`;
}

/** A computed value, or a condition, as an element to store. */
export function toStored(value: string, from: ValueType | "bool", dtype: DType): string {
  if (from === "bool") {
    return dtype === "float32" ? `select(0.0, 1.0, ${value})` : `${stored[dtype]}(${value})`;
  }
  if (dtype === "bool") return from === "f32" ? `u32(is_true(${value}))` : `u32(${value} != 0)`;
  if (dtype === "float32") return from === "f32" ? value : `f32(${value})`;
  const whole = from === "i32" ? value : `to_int(${value})`;
  return dtype === "uint8" ? `(u32(${whole}) & 255u)` : whole;
}

/** The whole shader: bindings, names of the numbers, the functions it calls, `main`. */
export function kernelSource(kernel: Kernel): string {
  const { fields, output, others = [], inputs, mayFault = false, workgroup = [groupSize, 1] } = kernel;
  const { finish = "", body } = kernel;
  const declarations = `${kernel.declarations ?? ""}\n${finish}`;
  let at = 0;
  const names = Object.entries(fields).map(([name, length]) => {
    const line = `const ${name}: u32 = ${at}u;`;
    at += length;
    return line;
  });
  if (at > mostNumbers) throw new RangeError(`${kernel.name}: ${at} numbers`);
  let binding = 1;
  const bind = (access: string, name: string, type: string): string =>
    `@group(0) @binding(${binding++}) var<storage, ${access}> ${name}: ${type};`;
  const bindings = [
    bind("read_write", "output", `array<${stored[output]}>`),
    ...others.map((dtype, i) => bind("read_write", `output${i + 1}`, `array<${stored[dtype]}>`)),
    ...inputs.map((dtype, i) => bind("read", `input${i}`, `array<${stored[dtype]}>`)),
    ...(mayFault ? [bind("read_write", "faults", "array<atomic<i32>, 4>")] : []),
  ];
  return [
    `@group(0) @binding(0) var<uniform> numbers: array<vec4<i32>, ${mostNumbers / 4}>;`,
    ...bindings,
    ...names,
    helperFunctions(`${declarations}${body}`, kernel.type),
    declarations,
    `@compute @workgroup_size(${workgroup.join(", ")})`,
    "fn main(",
    "  @builtin(workgroup_id) group_at: vec3<u32>,",
    "  @builtin(num_workgroups) groups: vec3<u32>,",
    "  @builtin(local_invocation_id) lanes: vec3<u32>,",
    "  @builtin(local_invocation_index) lane: u32,",
    ") {",
    // A device takes at most 65,535 workgroups along one axis, so they are counted over two.
    "  let group = i32(group_at.x + group_at.y * groups.x);",
    `  let thread = group * ${workgroup[0] * workgroup[1]} + i32(lane);`,
    body,
    "}",
  ].join("\n");
}
