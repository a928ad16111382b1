import { gunzip, gunzipPieces, readTar, readZip } from "@mnist/data";
import { breathe } from "@mnist/learner";
import { type FileKind, kindOf } from "./file-kind.js";

/** A file by its path and bytes, unpacked. */
export interface OpenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly kind: FileKind;
}

const most = 2 ** 29;
const hidden = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;

/** All files in what was given, with archives opened. `@throws` DataError where one is damaged. */
export async function unpackFiles(
  given: readonly { readonly path: string; readonly file: Blob }[],
): Promise<OpenFile[]> {
  const open: OpenFile[] = [];
  for (const { path, file } of given) {
    if (hidden.test(path)) continue;
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const entry of unpacked(path, bytes)) open.push(entry);
    await breathe();
  }
  return open;
}

function unpacked(path: string, bytes: Uint8Array): OpenFile[] {
  const kind = kindOf(bytes);
  if (kind === "zip" && !/\.(pt|pth|ckpt|keras)$/i.test(path)) {
    return entries(readZip(bytes, { name: path }), /\.npz$/i.test(path));
  }
  if (kind === "tar") return entries(readTar(bytes, { name: path }));
  if (kind !== "gzip") return [{ path, bytes, kind }];
  if (/\.(tgz|tar\.gz)$/i.test(path))
    return entries(readTar(gunzipPieces(bytes, { name: path }), { name: path }));
  const inner = gunzip(bytes, { name: path, maximumBytes: most });
  if (kindOf(inner) === "tar") return entries(readTar(inner, { name: path }));
  return [{ path, bytes: inner, kind: /\.pkl/i.test(path) ? "foreign" : kindOf(inner) }];
}

function entries(
  archive: Iterable<{ readonly kind: string; readonly path: string; readonly data: Uint8Array }>,
  isArrays = false,
): OpenFile[] {
  const open: OpenFile[] = [];
  for (const { kind, path, data } of archive) {
    if (kind !== "file" || hidden.test(path)) continue;
    const bytes = data.slice();
    const own = kindOf(bytes);
    const isPacked = own === "gzip" && !isArrays;
    open.push(...(isPacked ? unpacked(path, bytes) : [{ path, bytes, kind: own }]));
  }
  return open;
}
