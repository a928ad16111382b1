import { crc32, deflateSync } from "node:zlib";

/** Ways in which one gray picture can be stored as PNG; for tests. */
export const pngForms = [
  "gray",
  "rgba",
  "palette",
  "sixteen bits",
  "ten times larger",
  "black on white",
] as const;
export type PngForm = (typeof pngForms)[number];

interface Layout {
  readonly width: number;
  readonly colorType: number;
  readonly bitDepth: number;
  /** The bytes of one pixel. */
  pixel(level: number): number[];
  readonly palette?: Uint8Array;
}

function layoutOf(form: PngForm, width: number): Layout {
  const gray = { width, colorType: 0, bitDepth: 8, pixel: (level: number) => [level] };
  if (form === "rgba") return { ...gray, colorType: 6, pixel: (level) => [0, 0, 0, level] };
  if (form === "sixteen bits") return { ...gray, bitDepth: 16, pixel: (level) => [level, level] };
  if (form === "ten times larger") return { ...gray, width: width * 10 };
  if (form === "black on white") return { ...gray, pixel: (level) => [255 - level] };
  const palette = Uint8Array.from({ length: 768 }, (_, i) => 255 - Math.floor(i / 3));
  return form === "palette" ? { ...gray, colorType: 3, palette } : gray;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A square picture (0 paper, 255 ink) as a PNG of the given form. */
export function encodeForm(pixels: Uint8Array, form: PngForm): Buffer {
  const side = Math.sqrt(pixels.length);
  const { width, colorType, bitDepth, pixel, palette } = layoutOf(form, side);
  const scale = width / side;
  const rows = Array.from({ length: width }, (_, y) => {
    const row = Array.from({ length: width }, (_, x) =>
      pixel(pixels[Math.floor(y / scale) * side + Math.floor(x / scale)]!),
    );
    return [0, ...row.flat()];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([bitDepth, colorType, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", deflateSync(Uint8Array.from(rows.flat()))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}
