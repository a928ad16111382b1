import { rowFunctions } from "./row-functions.wgsl.js";
import type { ValueType } from "./value-type.js";

/** Functions of the kernels. NaN is told by its bits, as compilers may take it that there is none. */
const kernelFunctions: Readonly<Record<string, string>> = {
  number: `fn number(at: u32) -> i32 {
  return numbers[at >> 2u][at & 3u];
}`,
  position: `fn position(index: i32, rank: i32, shape_at: u32, strides_at: u32) -> i32 {
  var rest = index;
  var found = 0;
  for (var axis = rank - 1; axis >= 0; axis--) {
    let size = number(shape_at + u32(axis));
    found += (rest % size) * number(strides_at + u32(axis));
    rest /= size;
  }
  return found;
}`,
  is_nan: `fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}`,
  is_infinite: `fn is_infinite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u;
}`,
  infinity: `fn infinity() -> f32 {
  var bits = 0x7f800000u;
  return bitcast<f32>(bits);
}`,
  not_a_number: `fn not_a_number() -> f32 {
  var bits = 0x7fc00000u;
  return bitcast<f32>(bits);
}`,
  is_true: `fn is_true(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) != 0u;
}`,
  to_int: `fn to_int(x: f32) -> i32 {
  return select(i32(x), 0, is_nan(x));
}`,
  note_fault: `fn note_fault(operation: i32, place: i32, size: i32) {
  if (atomicCompareExchangeWeak(&faults[0], 0, operation).exchanged) {
    atomicStore(&faults[1], place);
    atomicStore(&faults[2], size);
  }
}`,
};

/** WGSL of the functions that `code` calls on values of a type, and of those that they call. */
export function helperFunctions(code: string, type: ValueType): string {
  const found = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name] of text.matchAll(/\b(\w+)\(/g)) {
      const source = kernelFunctions[name!] ?? rowFunctions[type][name!];
      if (source === undefined || found.has(source)) continue;
      visit(source.slice(source.indexOf("{")));
      found.add(source);
    }
  };
  visit(code);
  return [...found].join("\n");
}
