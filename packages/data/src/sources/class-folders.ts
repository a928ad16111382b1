import type { PassedOverFiles } from "./passed-over.js";
import { splitName, splitsAmong } from "./split-names.js";

/** A folder that holds pictures: its path in parts, and the pictures' names and places. */
export interface PictureFolder {
  readonly path: readonly string[];
  readonly files: readonly { readonly name: string; readonly place: number }[];
}

/** Where a folder's pictures belong. `split` is a folder's name such as `train`; "" where there are no splits. */
export interface ClassFolder<F extends PictureFolder> {
  readonly split: string;
  readonly label: string;
  /** The folder that the class's lies in. */
  readonly parent: string;
  readonly folder: F;
}

const show = (path: readonly string[]): string => path.join("/") || "the top folder";

/**
 * Finds out which class and split each folder of pictures belongs to: `train/3`, `data/Test/cat/2019`, or `cat` and
 * `dog` side by side. The highest such place counts; copies that lie deeper and pictures outside of classes are passed
 * over.
 */
export function classFolders<F extends PictureFolder>(
  folders: readonly F[],
  passedOver: PassedOverFiles,
): ClassFolder<F>[] {
  const splitsIn = splitsByFolder(folders);
  const root = splitRoot(folders, splitsIn);
  if (root === null) return classesBelow(folders, commonPath(folders), "", passedOver);
  const parts = splitsIn.get(root.join("/"))!;
  const inside: F[] = [];
  for (const folder of folders) {
    const name = folder.path[root.length];
    if (startsWith(folder.path, root) && name !== undefined && parts.has(name)) inside.push(folder);
    else passedOver.add("pictures beside the folders to train with", show(folder.path), folder.files.length);
  }
  const splits = new Set(inside.map(({ path }) => path[root.length]!));
  return [...splits].flatMap((split) => {
    const own = inside.filter(({ path }) => path[root.length] === split);
    return classesBelow(own, [...root, split], split, passedOver);
  });
}

/** For each folder the names in it that are parts of a data set. */
function splitsByFolder(folders: readonly PictureFolder[]): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { path } of folders) {
    for (const [index, name] of path.entries()) {
      const parent = path.slice(0, index).join("/");
      names.set(parent, (names.get(parent) ?? new Set()).add(name));
    }
  }
  return new Map([...names].map(([parent, own]) => [parent, splitsAmong(own)]));
}

/** The highest folder that holds one to train with, which holds folders of classes; null where there is none. */
function splitRoot(
  folders: readonly PictureFolder[],
  splitsIn: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] | null {
  const isTrain = (name: string, parent: string) =>
    splitsIn.get(parent)!.has(name) && splitName(name)!.isTrain;
  const weights = new Map<string, { readonly root: readonly string[]; count: number }>();
  for (const { path, files } of folders) {
    const at = path.findIndex(
      (name, index) => index + 1 < path.length && isTrain(name, path.slice(0, index).join("/")),
    );
    if (at < 0) continue;
    const root = path.slice(0, at);
    const known = weights.get(root.join("/"));
    if (known === undefined) weights.set(root.join("/"), { root, count: files.length });
    else known.count += files.length;
  }
  const [best] = [...weights.values()].sort((a, b) => a.root.length - b.root.length || b.count - a.count);
  return best?.root ?? null;
}

/** The folders of classes below `root`: its children, or theirs where it has a single one that holds folders alone. */
function classesBelow<F extends PictureFolder>(
  folders: readonly F[],
  root: readonly string[],
  split: string,
  passedOver: PassedOverFiles,
): ClassFolder<F>[] {
  const depth = root.length;
  const children = new Map<string, F[]>();
  for (const folder of folders) {
    const name = folder.path[depth];
    if (name === undefined) {
      passedOver.add("pictures outside of a class's folder", show(folder.path), folder.files.length);
      continue;
    }
    const known = children.get(name);
    if (known === undefined) children.set(name, [folder]);
    else known.push(folder);
  }
  const [only, ...others] = children.keys();
  if (only !== undefined && others.length === 0) {
    const below = children.get(only)!;
    if (below.every(({ path }) => path.length > depth + 1))
      return classesBelow(below, [...root, only], split, passedOver);
  }
  return [...children].flatMap(([label, own]) => {
    const isCopy = own.every(({ path }) => path.length > depth + 1 && children.has(path[depth + 1]!));
    if (!isCopy) return own.map((folder) => ({ split, label, parent: root.join("/"), folder }));
    for (const folder of own)
      passedOver.add("copies of the classes that lie deeper", show(folder.path), folder.files.length);
    return [];
  });
}

/** The folder that all of them lie in: a class's parent, where all pictures lie in one folder. */
function commonPath(folders: readonly PictureFolder[]): readonly string[] {
  const [first, ...others] = folders.map(({ path }) => path);
  if (first === undefined) return [];
  if (others.length === 0) return first.slice(0, -1);
  let length = 0;
  while (length < first.length && others.every((path) => path[length] === first[length])) length++;
  return first.slice(0, length);
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}
