import { zipSync } from "fflate";
import { concatenate } from "../archives/byte-source.js";

/** An entry of a test's tar archive. */
export interface TarPlan {
  readonly name: string;
  readonly data?: Uint8Array;
  /** "0" file, "5" folder, "2" symbolic link, … @default "0", or "5" where the name ends in a slash */
  readonly type?: string;
  readonly prefix?: string;
  /** What the header says, where it lies. */
  readonly size?: number;
}

function tarHeader({ name, data, type, prefix, size }: TarPlan): Uint8Array {
  const header = new Uint8Array(512);
  const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
  put(name.slice(0, 100), 0);
  put("0000644\0", 100);
  put(`${(size ?? data?.length ?? 0).toString(8).padStart(11, "0")}\0`, 124);
  put("        ", 148);
  put(type ?? (name.endsWith("/") ? "5" : "0"), 156);
  put("ustar\x0000", 257);
  put(prefix ?? "", 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** A tar archive; `end` false leaves out the two empty blocks that close it. */
export function makeTar(entries: readonly TarPlan[], end = true): Uint8Array {
  const blocks = entries.flatMap((entry) => {
    const data = entry.data ?? new Uint8Array(0);
    return [tarHeader(entry), data, new Uint8Array((512 - (data.length % 512)) % 512)];
  });
  return concatenate([...blocks, new Uint8Array(end ? 1024 : 0)]);
}

/** A pax header that gives the next entry these attributes. */
export function paxEntry(attributes: Record<string, string>): TarPlan {
  const lines = Object.entries(attributes).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    let length = rest.length + 1;
    while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length;
    return `${length}${rest}`;
  });
  return { name: "PaxHeaders/x", type: "x", data: new TextEncoder().encode(lines.join("")) };
}

/** A ZIP archive. */
export function makeZip(files: Record<string, Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  return zipSync(files, { level, mtime: "2000-01-01" });
}
