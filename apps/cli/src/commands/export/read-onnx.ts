/** A field of a protobuf message: its number, and its bytes where it holds any. */
interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Reads a message's fields one after the other. @throws RangeError where it ends in the middle of one */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("a message ends in the middle of a number");
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    const length = type === 2 ? varint() : type === 5 ? 4 : type === 1 ? 8 : 0;
    if (type === 0) varint();
    if (at + length > message.length) throw new RangeError("a message ends in the middle of a field");
    yield { number, bytes: message.subarray(at, at + length) };
    at += length;
  }
}

const graphField = 7;
const initializerField = 5;
const [nameField, dataField] = [8, 9];

/** The values that an ONNX file holds, by name, as they lie in it: row by row, little-endian. */
export function readInitializers(file: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const graph of fieldsOf(file)) {
    if (graph.number !== graphField) continue;
    for (const tensor of fieldsOf(graph.bytes)) {
      if (tensor.number !== initializerField) continue;
      const fields = [...fieldsOf(tensor.bytes)];
      const name = fields.find(({ number }) => number === nameField);
      const data = fields.find(({ number }) => number === dataField);
      if (name && data) found.set(new TextDecoder().decode(name.bytes), data.bytes);
    }
  }
  return found;
}
