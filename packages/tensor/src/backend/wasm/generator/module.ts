import { type Code, unsigned, type ValueType, valueTypes } from "./code.js";

/** A JavaScript function that the code calls: all its numbers are of one type. */
export interface ImportedFunction {
  readonly name: string;
  readonly arity: number;
  readonly type: "f64" | "i32";
}

const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const sections = { types: 1, imports: 2, functions: 3, exports: 7, code: 10 } as const;
const [functionKind, memoryKind] = [0, 2] as const;

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  return list([...value].map((character) => [character.charCodeAt(0)]));
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const content = list(items);
  return [id, ...unsigned(content.length), ...content];
}

function functionType(parameters: readonly ValueType[], results: readonly ValueType[]): number[] {
  const typesOf = (types: readonly ValueType[]): number[] => list(types.map((type) => [valueTypes[type]]));
  return [0x60, ...typesOf(parameters), ...typesOf(results)];
}

/** The most pages that a memory which is imported may have. */
const MOST_PAGES = 65536;

/**
 * A module of one function, exported as `run`, of three i32. It imports its memory as env.memory, and what it calls, which
 * has the numbers from 0 up, as calls.NAME.
 */
export function moduleOf(
  code: Code,
  isShared: boolean,
  calls: readonly ImportedFunction[],
): Uint8Array<ArrayBuffer> {
  const types = [
    functionType(["i32", "i32", "i32"], []),
    ...calls.map(({ arity, type }) => functionType(new Array<ValueType>(arity).fill(type), [type])),
  ];
  const limits = isShared ? [3, ...unsigned(1), ...unsigned(MOST_PAGES)] : [0, ...unsigned(1)];
  const imports = [
    [...text("env"), ...text("memory"), memoryKind, ...limits],
    ...calls.map(({ name }, i) => [...text("calls"), ...text(name), functionKind, ...unsigned(i + 1)]),
  ];
  return Uint8Array.from([
    ...magic,
    ...section(sections.types, types),
    ...section(sections.imports, imports),
    ...section(sections.functions, [[0]]),
    ...section(sections.exports, [[...text("run"), functionKind, ...unsigned(calls.length)]]),
    ...section(sections.code, [code.bytes()]),
  ]);
}
