import { gunzip, isGzip, type NamedBytes, recognizeFormat } from "@mnist/data";
import { breathe } from "@mnist/learner";

export type GivenFile = { readonly path: string; readonly file: Blob };

/** What a packed IDX file may hold: EMNIST's largest has 814,255 pictures. */
const most = 2 ** 30;

/** The bytes of what was given, under its path. IDX files are unpacked. */
export async function openFiles(given: readonly GivenFile[]): Promise<NamedBytes[]> {
  const files: NamedBytes[] = [];
  for (const { path, file } of given) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    files.push(isIdxPacked(path, bytes) ? unpacked(path, bytes) : { name: path, bytes });
    await breathe();
  }
  return files;
}

function isIdxPacked(path: string, bytes: Uint8Array): boolean {
  return isGzip(bytes) && /idx\d|ubyte/i.test(path);
}

function unpacked(path: string, bytes: Uint8Array): NamedBytes {
  return { name: path.replace(/\.gz$/i, ""), bytes: gunzip(bytes, { name: path, maximumBytes: most }) };
}

export function isIdx({ name, bytes }: NamedBytes): boolean {
  return recognizeFormat(bytes, name) === "an IDX file";
}
