/** Types of values as the binary format has them. */
export const valueTypes = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

const plain = {
  loop: 0x03,
  block: 0x02,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  "i32.load": 0x28,
  "i32.load8_u": 0x2d,
  "i32.const": 0x41,
  "i32.eqz": 0x45,
  "i32.lt_s": 0x48,
  "i32.ge_s": 0x4e,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.div_u": 0x6e,
  "i32.rem_u": 0x70,
  "f64.add": 0xa0,
  "f32.demote_f64": 0xb6,
  "f64.promote_f32": 0xbb,
} as const;

const vector = {
  "v128.load": 0x00,
  "v128.load32_splat": 0x09,
  "v128.store": 0x0b,
  "v128.const": 0x0c,
  "i8x16.shuffle": 0x0d,
  "i32x4.splat": 0x11,
  "f32x4.splat": 0x13,
  "f64x2.splat": 0x14,
  "i32x4.extract_lane": 0x1b,
  "i32x4.replace_lane": 0x1c,
  "f32x4.extract_lane": 0x1f,
  "f32x4.replace_lane": 0x20,
  "f64x2.extract_lane": 0x21,
  "i32x4.eq": 0x37,
  "i32x4.ne": 0x38,
  "i32x4.lt_s": 0x39,
  "i32x4.gt_s": 0x3b,
  "i32x4.le_s": 0x3d,
  "i32x4.ge_s": 0x3f,
  "f32x4.eq": 0x41,
  "f32x4.ne": 0x42,
  "f32x4.lt": 0x43,
  "f32x4.gt": 0x44,
  "f32x4.le": 0x45,
  "f32x4.ge": 0x46,
  "v128.and": 0x4e,
  "v128.andnot": 0x4f,
  "v128.or": 0x50,
  "v128.xor": 0x51,
  "v128.bitselect": 0x52,
  "v128.any_true": 0x53,
  "v128.load32_lane": 0x56,
  "v128.store8_lane": 0x58,
  "v128.store32_lane": 0x5a,
  "v128.load32_zero": 0x5c,
  "f64x2.promote_low_f32x4": 0x5f,
  "i8x16.narrow_i16x8_u": 0x66,
  "f32x4.ceil": 0x67,
  "f32x4.floor": 0x68,
  "f32x4.trunc": 0x69,
  "f32x4.nearest": 0x6a,
  "i16x8.narrow_i32x4_u": 0x86,
  "i16x8.extend_low_i8x16_u": 0x89,
  "i32x4.abs": 0xa0,
  "i32x4.neg": 0xa1,
  "i32x4.extend_low_i16x8_u": 0xa9,
  "i32x4.shl": 0xab,
  "i32x4.shr_s": 0xac,
  "i32x4.add": 0xae,
  "i32x4.sub": 0xb1,
  "i32x4.mul": 0xb5,
  "i32x4.min_s": 0xb6,
  "i32x4.max_s": 0xb8,
  "f32x4.abs": 0xe0,
  "f32x4.neg": 0xe1,
  "f32x4.sqrt": 0xe3,
  "f32x4.add": 0xe4,
  "f32x4.sub": 0xe5,
  "f32x4.mul": 0xe6,
  "f32x4.div": 0xe7,
  "f32x4.min": 0xe8,
  "f32x4.max": 0xe9,
  "f32x4.pmin": 0xea,
  "f32x4.pmax": 0xeb,
  "f64x2.add": 0xf0,
  "i32x4.trunc_sat_f32x4_s": 0xf8,
  "f32x4.convert_i32x4_s": 0xfa,
  "f32x4.relaxed_madd": 0x105,
} as const;

export type PlainInstruction = keyof typeof plain;
export type VectorInstruction = keyof typeof vector;

const VECTOR_PREFIX = 0xfd;
const EMPTY_BLOCK = 0x40;

/** An unsigned whole number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** A signed one. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const numbers = new DataView(new ArrayBuffer(4));

/** The body of one function, written instruction by instruction. */
export class Code {
  readonly #bytes: number[] = [];
  readonly #locals: ValueType[] = [];

  constructor(readonly parameters: number) {}

  /** A new local variable's number. */
  local(type: ValueType): number {
    return this.parameters + this.#locals.push(type) - 1;
  }

  plain(instruction: PlainInstruction, immediate?: number): this {
    this.#bytes.push(plain[instruction]);
    if (immediate !== undefined) this.#bytes.push(...unsigned(immediate));
    return this;
  }

  /** `immediate` is a lane. */
  vector(instruction: VectorInstruction, immediate?: number): this {
    this.#bytes.push(VECTOR_PREFIX, ...unsigned(vector[instruction]));
    if (immediate !== undefined) this.#bytes.push(immediate);
    return this;
  }

  /** Brings the upper half of four lanes down. */
  upperHalf(): this {
    const local = this.local("v128");
    this.set(local).get(local).get(local).vector("i8x16.shuffle");
    this.#bytes.push(8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    return this;
  }

  /** A load or a store; the address is on the stack. Nothing is taken to be aligned. */
  memory(instruction: PlainInstruction | VectorInstruction, offset: number, lane?: number): this {
    if (instruction in plain) this.plain(instruction as PlainInstruction);
    else this.vector(instruction as VectorInstruction);
    this.#bytes.push(0, ...unsigned(offset));
    if (lane !== undefined) this.#bytes.push(lane);
    return this;
  }

  get(local: number): this {
    return this.plain("localGet", local);
  }

  set(local: number): this {
    return this.plain("localSet", local);
  }

  integer(value: number): this {
    this.#bytes.push(plain["i32.const"], ...signed(value));
    return this;
  }

  /** Four equal lanes. */
  constant(value: number, type: "float32" | "int32"): this {
    if (type === "float32") numbers.setFloat32(0, value, true);
    else numbers.setInt32(0, value, true);
    const lane = [0, 1, 2, 3].map((i) => numbers.getUint8(i));
    this.vector("v128.const");
    this.#bytes.push(...lane, ...lane, ...lane, ...lane);
    return this;
  }

  /** local += the number on the stack. */
  advance(local: number): this {
    return this.get(local).plain("i32.add").set(local);
  }

  /** Repeats `body` as long as `condition` leaves a number other than 0. */
  while(condition: () => void, body: () => void): this {
    this.#bytes.push(plain.block, EMPTY_BLOCK, plain.loop, EMPTY_BLOCK);
    condition();
    this.plain("i32.eqz").plain("brIf", 1);
    body();
    return this.plain("br", 0).plain("end").plain("end");
  }

  /** The function as the code section has it. */
  bytes(): number[] {
    const locals = this.#locals.flatMap((type) => [1, valueTypes[type]]);
    const body = [...unsigned(this.#locals.length), ...locals, ...this.#bytes, plain.end];
    return [...unsigned(body.length), ...body];
  }
}
