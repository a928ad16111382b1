import type { ArchiveEntry } from "./archives/archive-entry.js";
import { FileError } from "./file-error.js";
import { decodePng, toGrayscale } from "./images/png/decode-png.js";

/** Gray pictures of one size with their classes. */
export interface ImageSet {
  /** `labels.length × height × width` bytes. */
  readonly images: Uint8Array;
  /** For each picture its index in `classes`. */
  readonly labels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly classes: readonly string[];
}

/** What reading takes of an entry: a tar's, a zip's or a folder's. */
export type FolderEntry = Pick<ArchiveEntry, "kind" | "path" | "data">;

/** The pictures found in one folder: their names, and their places in the arena. */
interface Folder {
  readonly path: readonly string[];
  readonly files: { readonly name: string; readonly place: number }[];
}

const natural = new Intl.Collator("en", { numeric: true });

/** Digits by their number, anything else as text with numbers in it. */
function byNumber(left: string, right: string): number {
  return Number.parseInt(left, 10) - Number.parseInt(right, 10) || natural.compare(left, right);
}

/** Pictures of one size in blocks, so that their number need not be known. */
class Arena {
  private readonly blocks: Uint8Array[] = [];
  private readonly perBlock: number;
  count = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.perBlock = Math.max(1, Math.floor(2 ** 20 / this.size));
  }

  get size(): number {
    return this.width * this.height;
  }

  add(image: Uint8Array): number {
    if (this.count % this.perBlock === 0) this.blocks.push(new Uint8Array(this.perBlock * this.size));
    this.blocks.at(-1)!.set(image, (this.count % this.perBlock) * this.size);
    return this.count++;
  }

  at(place: number): Uint8Array {
    const start = (place % this.perBlock) * this.size;
    return this.blocks[Math.floor(place / this.perBlock)]!.subarray(start, start + this.size);
  }
}

/**
 * Reads pictures laid out as `train/3/12.png`, from an archive's entries or a folder's.
 * Answers a set for each split (`train`, `valid`; "" where there is none): class by class, each by file number.
 * Files that aren't PNGs, hidden files, and pictures without a class's folder are passed over.
 * @throws FileError where a picture is damaged or not of the first one's size, or where there is none.
 * @example const { train, valid } = Object.fromEntries(readImageFolder(readTar(gunzipPieces(bytes))));
 */
export function readImageFolder(
  entries: Iterable<FolderEntry>,
  name = "image folder",
): Map<string, ImageSet> {
  const folders = new Map<string, Folder>();
  let arena: Arena | undefined;
  for (const { kind, path, data } of entries) {
    const cut = path.lastIndexOf("/");
    const file = path.slice(cut + 1);
    if (kind !== "file" || cut < 0 || file.startsWith(".") || !/\.png$/i.test(file)) continue;
    const picture = decodePng(data, `${name}: ${path}`);
    arena ??= new Arena(picture.width, picture.height);
    if (picture.width !== arena.width || picture.height !== arena.height) {
      throw new FileError({
        file: `${name}: ${path}`,
        got: `a picture of ${picture.width}×${picture.height}`,
        expected: `${arena.width}×${arena.height}, as the first one has`,
        hint: "Bring them to one size first.",
      });
    }
    const place = arena.add(picture.channels === 1 ? picture.data : toGrayscale(picture));
    const folder = path.slice(0, cut);
    const found = folders.get(folder) ?? { path: folder.split("/"), files: [] };
    if (found.files.push({ name: file, place }) === 1) folders.set(folder, found);
  }
  if (arena === undefined) {
    const expected = "PNGs in one folder a class, like train/3/12.png";
    throw new FileError({ file: name, got: "no picture", expected });
  }
  return splitsOf([...folders.values()], arena, name);
}

/** Groups class folders by the folder they lie in. */
function splitsOf(folders: readonly Folder[], arena: Arena, name: string): Map<string, ImageSet> {
  const deepest = Math.max(...folders.map((folder) => folder.path.length));
  const groups = new Map<string, Folder[]>();
  for (const folder of folders) {
    if (folder.path.length < deepest) continue;
    const parent = folder.path.slice(0, -1).join("/");
    groups.set(parent, [...(groups.get(parent) ?? []), folder]);
  }
  const splits = new Map<string, ImageSet>();
  for (const [parent, classes] of groups)
    splits.set(parent.slice(parent.lastIndexOf("/") + 1), setOf(classes, arena, name));
  return splits;
}

function setOf(folders: readonly Folder[], arena: Arena, name: string): ImageSet {
  const sorted = [...folders].sort((left, right) => byNumber(left.path.at(-1)!, right.path.at(-1)!));
  if (sorted.length > 256) {
    throw new FileError({ file: name, got: `${sorted.length} classes`, expected: "at most 256" });
  }
  const total = sorted.reduce((sum, folder) => sum + folder.files.length, 0);
  const images = new Uint8Array(total * arena.size);
  const labels = new Uint8Array(total);
  let at = 0;
  sorted.forEach((folder, label) => {
    folder.files.sort((left, right) => byNumber(left.name, right.name));
    for (const { place } of folder.files) {
      images.set(arena.at(place), at * arena.size);
      labels[at++] = label;
    }
  });
  const classes = sorted.map((folder) => folder.path.at(-1)!);
  return { images, labels, width: arena.width, height: arena.height, classes };
}
