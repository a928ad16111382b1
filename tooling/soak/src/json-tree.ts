import { seal } from "../../../packages/nn/src/formats/sealed-header.js";

const odd: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e9,
  2 ** 53,
  "",
  "x",
  "__proto__",
  [],
  [[]],
  {},
  { toString: 0 },
];

/** A copy of a JSON value with one of its parts replaced, removed, named otherwise, or nested in itself. */
export function mutateTree(tree: unknown, random: () => number): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  if (typeof tree !== "object" || tree === null || random() < 0.1) return pick(odd);
  const entries = Object.entries(tree);
  if (entries.length === 0) return pick(odd);
  const at = Math.floor(random() * entries.length);
  const [name, value] = entries[at]!;
  const way = random();
  if (way < 0.7) entries[at] = [name, mutateTree(value, random)];
  else if (way < 0.8) entries.splice(at, 1);
  else if (way < 0.9) entries[at] = [`${name}x`, value];
  else entries[at] = [name, tree];
  return Array.isArray(tree) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

/** A safetensors file with its header's JSON mutated, the JSON within its metadata too, and sealed anew. */
export function mutateHeader(file: Uint8Array, random: () => number): Uint8Array {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const metadata: Record<string, string> = header.__metadata__;
  const names = Object.keys(metadata).filter((name) => /^[[{]/.test(metadata[name]!));
  const name = names[Math.floor(random() * names.length)];
  let mutated: unknown = header;
  if (name !== undefined && random() < 0.7)
    metadata[name] = JSON.stringify(mutateTree(JSON.parse(metadata[name]!), random));
  else mutated = mutateTree(header, random);
  const text = new TextEncoder().encode(JSON.stringify(mutated));
  const written = new Uint8Array(8 + text.length + file.length - 8 - length);
  new DataView(written.buffer).setBigUint64(0, BigInt(text.length), true);
  written.set(text, 8);
  written.set(file.subarray(8 + length), 8 + text.length);
  if (written.length > 200) seal(written);
  return written;
}
