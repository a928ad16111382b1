import type { DType } from "../../../dtype.js";
import { converted, type Value } from "../../../expression/typed.js";
import { Code } from "./code.js";
import { moduleOf } from "./module.js";
import { callsOf, partsOf, ValueWriter } from "./write-value.js";

/** How an operand lies along the columns: side by side, one element for all, or any other way. */
export type Access = "near" | "same" | "far";

export type ElementKind = Exclude<DType, "float64">;

export interface KernelOperand {
  readonly kind: ElementKind;
  readonly access: Access;
}

/** outputs[i] = value i of the inputs, over a space of some outer axes and columns. */
export interface PointwiseKernel {
  readonly inputs: readonly KernelOperand[];
  readonly outputs: readonly (KernelOperand & { readonly value: Value })[];
  /** How many axes there are beside the columns. */
  readonly outerAxes: number;
}

const [fields, from, to] = [0, 1, 2] as const;

/** Words of the fields before those of the operands: columns, columns of a unit, units of a row, sizes of outer axes. */
function headerWords(outerAxes: number): number {
  return 3 + Math.max(0, outerAxes - 1);
}

/** Words of one operand: address, then strides in bytes of the columns and of each outer axis, outermost first. */
function operandWords(outerAxes: number): number {
  return 2 + outerAxes;
}

/** Where one run of the kernel finds its operands; strides in bytes, outermost axis first. */
export interface PointwiseFields {
  readonly outer: readonly number[];
  readonly columns: number;
  /** A unit is so many columns of a row. */
  readonly segment: number;
  readonly operands: readonly {
    readonly address: number;
    readonly columnStride: number;
    readonly outerStrides: readonly number[];
  }[];
}

export function pointwiseUnits({ outer, columns, segment }: PointwiseFields): number {
  return outer.reduce((product, size) => product * size, 1) * Math.ceil(columns / segment);
}

/** The fields as the kernel reads them. */
export function pointwiseWords({ outer, columns, segment, operands }: PointwiseFields): number[] {
  const words = [columns, segment, Math.ceil(columns / segment), ...outer.slice(1)];
  for (const { address, columnStride, outerStrides } of operands)
    words.push(address, columnStride, ...outerStrides);
  return words;
}

/** Steps up to which more elements are taken at a time, so that counting them weighs less. */
const fewParts = 6;
const bytesOf: Readonly<Record<ElementKind, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };

interface Operand extends KernelOperand {
  readonly pointer: number;
  readonly stride: number;
  /** Four times the element, for one that is the same in all columns. */
  readonly repeated: number;
}

/** WebAssembly for a pointwise kernel. */
export function pointwiseModule(
  kernel: PointwiseKernel,
  relaxed: boolean,
  isShared: boolean,
): Uint8Array<ArrayBuffer> {
  const values = kernel.outputs.map(storedValue);
  const code = new Code(3);
  const operands = [...kernel.inputs, ...kernel.outputs].map(({ kind, access }): Operand => {
    return {
      kind,
      access,
      pointer: code.local("i32"),
      stride: code.local("i32"),
      repeated: code.local("v128"),
    };
  });
  const place = { group: 0, single: false };
  const load = (index: number): void => loadFour(code, operands[index]!, place.group, place.single);
  const writer = new ValueWriter(code, values, relaxed, load);
  const left = code.local("i32");
  const takeGroups = (groups: number, single: boolean): void => {
    for (let group = 0; group < groups; group++) {
      Object.assign(place, { group, single });
      writer.begin();
      values.forEach((value, i) => {
        const output = operands[kernel.inputs.length + i]!;
        if (output.access === "near") code.get(output.pointer);
        writer.write(value);
        storeFour(code, output, value, group, single);
      });
    }
    const taken = single ? 1 : 4 * groups;
    for (const { kind, access, pointer } of operands)
      if (access === "near") code.integer(taken * bytesOf[kind]).advance(pointer);
    code.integer(-taken).advance(left);
  };
  const hasFar = operands.some(({ access }) => access === "far");
  const groups = hasFar || partsOf(values).size > fewParts + operands.length ? 1 : 4;
  writeUnits(code, kernel, operands, left, () => {
    code.while(
      () =>
        code
          .get(left)
          .integer(4 * groups)
          .plain("i32.ge_s"),
      () => takeGroups(groups, false),
    );
    code.while(
      () => code.get(left),
      () => takeGroups(1, true),
    );
  });
  return moduleOf(code, isShared, callsOf(values));
}

function storedValue({ kind, value }: PointwiseKernel["outputs"][number]): Value {
  return converted(value, kind === "float32" ? "float32" : kind === "bool" ? "truth" : "int32");
}

/** A loop over units that sets each operand's pointer and how many columns are left. */
function writeUnits(
  code: Code,
  { outerAxes }: PointwiseKernel,
  operands: readonly Operand[],
  left: number,
  columns: () => void,
): void {
  const word = (at: number): Code => code.get(fields).memory("i32.load", at * 4);
  const wordOf = (operand: number, at: number): Code =>
    word(headerWords(outerAxes) + operand * operandWords(outerAxes) + at);
  operands.forEach(({ stride }, i) => void wordOf(i, 1).set(stride));
  const [row, column, index] = [code.local("i32"), code.local("i32"), code.local("i32")];
  code.while(
    () => code.get(from).get(to).plain("i32.lt_s"),
    () => {
      code.get(from);
      word(2).plain("i32.div_u").set(row);
      code.get(from).get(row);
      word(2).plain("i32.mul").plain("i32.sub");
      word(1).plain("i32.mul").set(column);
      word(0).get(column).plain("i32.sub").set(left);
      word(1).get(left);
      word(1).get(left).plain("i32.lt_s").plain("select").set(left);
      operands.forEach(({ pointer, stride }, i) => {
        wordOf(i, 0).get(column).get(stride).plain("i32.mul").plain("i32.add").set(pointer);
      });
      for (let axis = outerAxes - 1; axis >= 0; axis--) {
        if (axis === 0) code.get(row).set(index);
        else {
          code.get(row);
          word(2 + axis)
            .plain("i32.rem_u")
            .set(index);
          code.get(row);
          word(2 + axis)
            .plain("i32.div_u")
            .set(row);
        }
        operands.forEach(({ pointer }, i) => {
          code.get(index);
          wordOf(i, 2 + axis)
            .plain("i32.mul")
            .advance(pointer);
        });
      }
      for (const operand of operands) if (operand.access === "same") loadRepeated(code, operand);
      columns();
      code.integer(1).advance(from);
    },
  );
}

function loadRepeated(code: Code, { kind, pointer, repeated }: Operand): void {
  code.get(pointer);
  if (bytesOf[kind] === 4) code.memory("v128.load32_splat", 0);
  else code.memory("i32.load8_u", 0).vector("i32x4.splat");
  code.set(repeated);
}

/** Leaves four elements (or one, in the first lane) on the stack: floats as they are, all else as integers. */
function loadFour(code: Code, operand: Operand, group: number, single: boolean): void {
  const { kind, access, pointer, stride, repeated } = operand;
  const bytes = bytesOf[kind];
  if (access === "same") code.get(repeated);
  else if (access === "far") {
    for (let lane = 0; lane < (single ? 1 : 4); lane++) {
      if (bytes === 4) {
        code.get(pointer);
        if (lane === 0) code.memory("v128.load32_zero", 0);
        else code.get(repeated).memory("v128.load32_lane", 0, lane);
      } else {
        if (lane > 0) code.get(repeated);
        code.get(pointer).memory("i32.load8_u", 0);
        if (lane === 0) code.vector("i32x4.splat");
        else code.vector("i32x4.replace_lane", lane);
      }
      code.set(repeated).get(stride).advance(pointer);
    }
    code.get(repeated);
  } else {
    code.get(pointer);
    if (bytes === 4) code.memory(single ? "v128.load32_zero" : "v128.load", group * 16);
    else if (single) code.memory("i32.load8_u", 0).vector("i32x4.splat");
    else {
      code.memory("v128.load32_zero", group * 4);
      code.vector("i16x8.extend_low_i8x16_u").vector("i32x4.extend_low_i16x8_u");
    }
  }
}

/** Stores the four elements on the stack, or the first of them; below them is the pointer where they go side by side. */
function storeFour(code: Code, output: Operand, value: Value, group: number, single: boolean): void {
  const { access, pointer, stride, repeated } = output;
  const isByte = bytesOf[output.kind] === 1;
  if (isByte)
    code
      .integer(value.type === "truth" ? 1 : 255)
      .vector("i32x4.splat")
      .vector("v128.and");
  if (access === "near") {
    if (!isByte) {
      if (single) code.memory("v128.store32_lane", 0, 0);
      else code.memory("v128.store", group * 16);
    } else if (single) code.memory("v128.store8_lane", 0, 0);
    else {
      code.set(repeated).get(repeated).get(repeated).vector("i16x8.narrow_i32x4_u");
      code.set(repeated).get(repeated).get(repeated).vector("i8x16.narrow_i16x8_u");
      code.memory("v128.store32_lane", group * 4, 0);
    }
    return;
  }
  code.set(repeated);
  for (let lane = 0; lane < (single ? 1 : 4); lane++) {
    code.get(pointer).get(repeated);
    code.memory(isByte ? "v128.store8_lane" : "v128.store32_lane", 0, isByte ? lane * 4 : lane);
    code.get(stride).advance(pointer);
  }
}
