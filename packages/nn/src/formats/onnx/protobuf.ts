/** One field of a message: its number and its value, as protobuf's wire format writes it. */
export type Field = readonly Uint8Array[];

const text = new TextEncoder();
const varintType = 0;
const bytesType = 2;
const fixed32Type = 5;

/** A whole number, seven bits a byte, lowest first; negative ones take ten bytes. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function tag(number: number, type: number): Uint8Array {
  return varint(BigInt((number << 3) | type));
}

/** int32, int64, enum. */
export function integer(number: number, value: number | bigint): Field {
  return [tag(number, varintType), varint(BigInt(value))];
}

export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [tag(number, fixed32Type), bytes];
}

/** bytes, a string or a message within a message. */
export function bytes(number: number, value: Uint8Array | string): Field {
  const content = typeof value === "string" ? text.encode(value) : value;
  return [tag(number, bytesType), varint(BigInt(content.length)), content];
}

/** A field that occurs once for each value. */
export function repeated<T>(
  number: number,
  write: (number: number, value: T) => Field,
  values: Iterable<T>,
): Field {
  return [...values].flatMap((value) => write(number, value));
}

/** A message of these fields. */
export function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flat();
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
