import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DataSource, idxNames } from "../sources/urls.js";

/** A data set that is on this machine already. */
export type FoundData =
  | {
      readonly kind: "idx";
      readonly folder: string;
      readonly files: Readonly<Record<keyof typeof idxNames, string>>;
    }
  | { readonly kind: "archive"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string };

/** The four IDX files of a folder, packed or not; undefined unless all are there. */
export function findIdx(folder: string): FoundData | undefined {
  const parts = Object.keys(idxNames) as (keyof typeof idxNames)[];
  const files: Partial<Record<keyof typeof idxNames, string>> = {};
  for (const part of parts) {
    // Some mirrors and programs write "train-images.idx3-ubyte".
    const dotted = idxNames[part].replace("-idx", ".idx");
    const names = [`${idxNames[part]}.gz`, idxNames[part], `${dotted}.gz`, dotted];
    // Kaggle's archive unpacks into a folder for each file, named as the file is.
    const paths = [...names, ...names.map((name) => join(name, name))].map((name) => join(folder, name));
    const found = paths.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
    if (found === undefined) return undefined;
    files[part] = found;
  }
  return { kind: "idx", folder, files: files as Record<keyof typeof idxNames, string> };
}

/** Looks for a data set below a folder: its own folder, others it is known under, its archive. */
export function findData(source: DataSource, root: string): FoundData | undefined {
  const folders = [source.name, ...source.alsoIn].map((name) => join(root, name));
  if (source.layout === "idx") {
    return folders.map(findIdx).find((found) => found !== undefined);
  }
  const folder = folders.find((path) => existsSync(path) && statSync(path).isDirectory());
  // An archive is one file to read, a folder tens of thousands.
  const archive = findArchive(source, root);
  if (archive !== undefined) return { kind: "archive", path: archive };
  return folder === undefined ? undefined : { kind: "folder", path: folder };
}

/** The archive of a data set in a folder, or in its `archives`. */
export function findArchive(source: DataSource, root: string): string | undefined {
  if (source.layout !== "folder") return undefined;
  const names = source.files.flatMap(({ name }) => [name, join("archives", name)]);
  return names.map((name) => join(root, name)).find((path) => existsSync(path));
}
