import type { ArchiveEntry } from "./archives/archive-entry.js";
import { FileError } from "./file-error.js";
import { decodePicture } from "./images/decode-picture.js";
import { PictureArena } from "./images/picture-arena.js";
import { type Picture, toGrayscale } from "./images/png/decode-png.js";
import { type ClassFolder, classFolders, type PictureFolder } from "./sources/class-folders.js";
import { classesOfFiles, type FileClasses, isPlain } from "./sources/file-classes.js";
import { liftSplits } from "./sources/lift-splits.js";
import type { NamedBytes } from "./sources/named-bytes.js";
import { PassedOverFiles } from "./sources/passed-over.js";

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
interface Folder extends PictureFolder {
  readonly files: PictureFolder["files"][number][];
}

const natural = new Intl.Collator("en", { numeric: true });

/** Digits by their number, anything else as text with numbers in it. */
export function byNumber(left: string, right: string): number {
  return Number.parseInt(left, 10) - Number.parseInt(right, 10) || natural.compare(left, right);
}

/** Collects pictures from entries, and sorts them into splits and classes when all are there. */
export class ImageFolderReader {
  readonly #folders = new Map<string, Folder>();
  readonly #named: string[] = [];
  #ofFiles: FileClasses<Folder> | null = null;
  #arena: PictureArena | undefined;

  constructor(
    readonly name: string,
    readonly passedOver: PassedOverFiles,
    /** Brings a picture to the size that all are to have; as it is, in gray, unless said. */
    readonly bring: (picture: Picture) => ImageBytes = asGray,
  ) {}

  /** Whether a file with that path would be taken. */
  static isPicture(path: string): boolean {
    return /\.(png|jpe?g|jpe|jfif)$/i.test(path);
  }

  /** Takes in a picture. @throws FileError where it is damaged, or not of the first one's size */
  add(path: string, bytes: Uint8Array): void {
    const picture = this.bring(decodePicture(bytes, `${this.name}: ${path}`));
    this.#arena ??= new PictureArena(picture.width, picture.height);
    const { width, height } = this.#arena;
    if (picture.width !== width || picture.height !== height) {
      throw new FileError({
        file: `${this.name}: ${path}`,
        got: `a picture of ${picture.width}×${picture.height}`,
        expected: `${width}×${height}, as the first one has`,
        hint: "Bring them to one size first.",
      });
    }
    const place = this.#arena.add(picture.data);
    // macOS writes é as e and its accent, others as one letter: they are one class.
    const normal = path.normalize();
    const cut = normal.lastIndexOf("/");
    const folder = normal.slice(0, Math.max(cut, 0));
    const found = this.#folders.get(folder);
    const file = { name: normal.slice(cut + 1), place };
    if (found === undefined)
      this.#folders.set(folder, { path: folder === "" ? [] : folder.split("/"), files: [file] });
    else found.files.push(file);
  }

  /** Takes note of a folder, so that a class without pictures is told of. */
  addFolder(path: string): void {
    this.#named.push(path.normalize());
  }

  #classes(tables: readonly NamedBytes[]): ClassFolder<Folder>[] {
    // An archive that was added to (tar -r) has a file twice; the later one counts.
    const folders = [...this.#folders.values()].map((folder) => ({
      ...folder,
      files: [...new Map(folder.files.map((file) => [file.name, file])).values()],
    }));
    const lifted = liftSplits(folders);
    if (lifted !== null) return classFolders(lifted, this.passedOver);
    this.#ofFiles = classesOfFiles(folders, tables, this.passedOver);
    if (this.#ofFiles !== null) return classFolders(this.#ofFiles.folders, this.passedOver);
    return folders.every(({ path }) => isPlain(path)) ? [] : classFolders(folders, this.passedOver);
  }

  /** Where the classes come from, if not from folders: a sentence. */
  get notes(): string[] {
    return this.#ofFiles === null ? [] : [this.#ofFiles.note];
  }

  /** The table that they come from; null where it is none. */
  get table(): string | null {
    return this.#ofFiles?.table ?? null;
  }

  #tellEmpty(found: readonly ClassFolder<Folder>[]): void {
    const parents = new Set(found.map(({ parent }) => parent));
    for (const path of this.#named) {
      const isClass = parents.has(path.slice(0, Math.max(path.lastIndexOf("/"), 0)));
      const holds = [...this.#folders.keys()].some(
        (folder) => folder === path || folder.startsWith(`${path}/`),
      );
      if (isClass && !holds) this.passedOver.add("folders of classes without a picture", path);
    }
  }

  /** How many pictures were taken in. */
  get count(): number {
    return this.#arena?.count ?? 0;
  }

  /** Whether all pictures lie in the top folder, so that none has a class. */
  get isLoose(): boolean {
    return this.#folders.size === 1 && this.#folders.has("");
  }

  /** A set for each split, by its folder's name; "" where there are none. `tables` may say the pictures' classes. */
  splits(tables: readonly NamedBytes[] = []): Map<string, ImageSet> {
    const arena = this.#arena;
    const found = this.#classes(tables);
    this.#tellEmpty(found);
    const splits = new Map<string, ImageSet>();
    for (const split of new Set(found.map((each) => each.split))) {
      const classes = new Map<string, Folder["files"]>();
      for (const { label, folder } of found.filter((each) => each.split === split))
        classes.set(label, [...(classes.get(label) ?? []), ...folder.files]);
      splits.set(split, setOf(classes, arena!, this.name));
    }
    if (splits.size > 0) return splits;
    const expected =
      "pictures in one folder a class, like train/3/12.png, or with their class in their names, like cat.12.png";
    const got = this.count === 0 ? "no picture" : `${this.count} pictures in no class's folder`;
    throw new FileError({ file: this.name, got, expected });
  }
}

/** Gray bytes of a size. */
export interface ImageBytes {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

function asGray(picture: Picture): ImageBytes {
  return picture.channels === 1 ? picture : { ...picture, data: toGrayscale(picture) };
}

function setOf(classes: ReadonlyMap<string, Folder["files"]>, arena: PictureArena, name: string): ImageSet {
  const names = [...classes.keys()].sort(byNumber);
  if (names.length > 256) {
    throw new FileError({ file: name, got: `${names.length} classes`, expected: "at most 256" });
  }
  const total = names.reduce((sum, label) => sum + classes.get(label)!.length, 0);
  const images = new Uint8Array(total * arena.size);
  const labels = new Uint8Array(total);
  let at = 0;
  names.forEach((className, label) => {
    for (const { place } of classes.get(className)!.sort((left, right) => byNumber(left.name, right.name))) {
      images.set(arena.at(place), at * arena.size);
      labels[at++] = label;
    }
  });
  return { images, labels, width: arena.width, height: arena.height, classes: names };
}

/** Why a file is not even looked at: hidden, or of a kind that holds no picture; null for a picture. */
export function reasonToPass(path: string): string | null {
  const parts = path.split("/");
  if (parts.some((part) => part.startsWith(".") || part === "__MACOSX" || part === "@eaDir"))
    return "hidden files";
  if (ImageFolderReader.isPicture(path)) return null;
  const other = /\.(webp|gif|bmp|tiff?|heic|heif|avif|svg)$/i.exec(path)?.[1];
  return other === undefined
    ? "files that are no pictures"
    : `pictures in ${other.toUpperCase()}, which is not read`;
}

/**
 * Reads pictures (PNG, JPEG) laid out as `train/3/12.png`, from an archive's entries or a folder's.
 * Answers a set for each split by its folder's name (`train`, `valid`; "" where there is none): class by class, each by
 * file number. Hidden files, others than pictures and pictures without a class's folder are passed over, and told to
 * `passedOver`.
 * @throws FileError where a picture is damaged or not of the first one's size, or where there is none.
 * @example const { train, valid } = Object.fromEntries(readImageFolder(readTar(gunzipPieces(bytes))));
 */
export function readImageFolder(
  entries: Iterable<FolderEntry>,
  name = "image folder",
  passedOver = new PassedOverFiles(),
): Map<string, ImageSet> {
  const reader = new ImageFolderReader(name, passedOver);
  for (const entry of entries) {
    if (entry.kind !== "file") {
      reader.addFolder(entry.path);
      continue;
    }
    const reason = reasonToPass(entry.path);
    if (reason === null) reader.add(entry.path, entry.data);
    else passedOver.add(reason, entry.path);
  }
  return reader.splits();
}
