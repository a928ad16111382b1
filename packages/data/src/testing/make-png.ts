import { zlibSync } from "fflate";
import { concatenate } from "../archives/byte-source.js";
import { crc32 } from "../archives/checksum.js";
import { signature } from "../images/png/png-chunks.js";
import { passesOf } from "../images/png/png-pixels.js";

/** What a test's PNG is to be. */
export interface PngPlan {
  readonly width: number;
  readonly height: number;
  readonly colorType: 0 | 2 | 3 | 4 | 6;
  readonly bitDepth: number;
  readonly interlaced?: boolean;
  readonly palette?: Uint8Array;
  readonly transparency?: Uint8Array;
  /** The bytes of each row come from here; its filter too. */
  readonly random: () => number;
  /** Cuts the pixels into chunks of so many bytes. */
  readonly chunkBytes?: number;
}

const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** One chunk of a PNG with its length and check value. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes, 0, 4, data.length + 8));
  return bytes;
}

/** The 13 bytes of an IHDR chunk. */
export function pngHeader(plan: Omit<PngPlan, "random">): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, plan.width);
  view.setUint32(4, plan.height);
  header.set([plan.bitDepth, plan.colorType, 0, 0, plan.interlaced ? 1 : 0], 8);
  return header;
}

/** A PNG of random bytes under random filters: whatever they decode to is its picture. */
export function makePng(plan: PngPlan): Uint8Array {
  const rows: Uint8Array[] = [];
  for (const pass of passesOf(plan.width, plan.height, plan.interlaced ?? false)) {
    const length = 1 + Math.ceil((pass.width * samples[plan.colorType] * plan.bitDepth) / 8);
    for (let row = 0; row < pass.height; row++) {
      const bytes = Uint8Array.from({ length }, () => plan.random() * 256);
      bytes[0] = plan.random() * 5;
      rows.push(bytes);
    }
  }
  const packed = zlibSync(concatenate(rows));
  const cut = plan.chunkBytes ?? packed.length;
  const parts = Array.from({ length: Math.ceil(packed.length / cut) }, (_, index) =>
    pngChunk("IDAT", packed.subarray(index * cut, (index + 1) * cut)),
  );
  return concatenate([
    signature,
    pngChunk("IHDR", pngHeader(plan)),
    ...(plan.palette === undefined ? [] : [pngChunk("PLTE", plan.palette)]),
    ...(plan.transparency === undefined ? [] : [pngChunk("tRNS", plan.transparency)]),
    ...parts,
    pngChunk("IEND", new Uint8Array(0)),
  ]);
}
