import { decodeText } from "../archives/decode-text.js";
import { parseCsv } from "../csv.js";
import type { PictureFolder } from "./class-folders.js";
import type { NamedBytes } from "./named-bytes.js";
import type { PassedOverFiles } from "./passed-over.js";
import { fillers, splitName } from "./split-names.js";

/** Finds the class of a file in a folder; undefined where nothing says it. */
type ClassOf = (folder: string, file: string) => string | undefined;

/** Folders of classes made of what a table or the files' names say, and which of the two it was. */
export interface FileClasses<F> {
  readonly folders: F[];
  readonly table: string | null;
  readonly note: string;
}

/**
 * The classes of pictures that lie in one folder, or in one for each part, whose names are no classes: `train/cat.0.jpg`,
 * `7_0001.png`, or a table of files and labels beside them. Null where folders are the classes, or nothing says them.
 */
export function classesOfFiles<F extends PictureFolder>(
  folders: readonly F[],
  tables: readonly NamedBytes[],
  passedOver: PassedOverFiles,
): FileClasses<F> | null {
  if (folders.length > 1 && !folders.every(({ path }) => isPlain(path))) return null;
  for (const table of tables) {
    const classOf = classesInTable(table, folders);
    const found = classOf && regroup(folders, classOf, "pictures that the table does not name", passedOver);
    if (found)
      return {
        folders: found,
        table: table.name,
        note: `each picture has the class that ${table.name} gives it`,
      };
  }
  for (const classOf of [classBeforeNumber, classAfterNumber]) {
    const found = regroup(
      folders,
      (_, file) => classOf(file),
      "pictures whose names hold no class",
      passedOver,
    );
    if (found) return { folders: found, table: null, note: "each picture has the class that its name holds" };
  }
  return null;
}

/** Whether a folder's name says nothing of a class: the top one, `images`, and a part that lies in no other part. */
export function isPlain(path: readonly string[]): boolean {
  const isPart = (name: string) => /^\d*$/.test(splitName(name)?.whole ?? "none");
  const name = path.at(-1)?.toLowerCase() ?? "";
  return name === "" || fillers.includes(name) || (isPart(name) && !path.slice(0, -1).some(isPart));
}

/** `cat` of `cat.0.jpg`, `cat_12.png`, `cat (3).png` and `cat4.png`. */
function classBeforeNumber(file: string): string | undefined {
  return /^(.*?)[\s._-]*(?:\d+|\(\d+\))\.\w+$/.exec(file)?.[1] || undefined;
}

/** `3` of `00012_3.png`. */
function classAfterNumber(file: string): string | undefined {
  return /^\d+[\s._-]+(.+)\.\w+$/.exec(file)?.[1];
}

/** The folders anew, one for each class within each; null unless there are two classes, of two pictures at least. */
function regroup<F extends PictureFolder>(
  folders: readonly F[],
  classOf: ClassOf,
  reason: string,
  passedOver: PassedOverFiles,
): F[] | null {
  const counts = new Map<string, number>();
  const unknown: string[] = [];
  const found = folders.flatMap((folder) => {
    const classes = new Map<string, F["files"][number][]>();
    const place = folder.path.join("/");
    for (const file of folder.files) {
      const label = classOf(place, file.name);
      if (label === undefined) {
        unknown.push(place === "" ? file.name : `${place}/${file.name}`);
        continue;
      }
      const known = classes.get(label);
      if (known === undefined) classes.set(label, [file]);
      else known.push(file);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return [...classes].map(([label, files]) => ({ ...folder, path: [...folder.path, label], files }));
  });
  if (counts.size < 2 || Math.min(...counts.values()) < 2) return null;
  for (const path of unknown) passedOver.add(reason, path);
  return found;
}

/** Column titles that stand over classes. */
const classTitle = /^(label|labels|class|class_?name|category|target|y|digit|breed|species)$/i;

/** Reads which file has which class: a table with a column of files' names, with their endings or without. */
function classesInTable(table: NamedBytes, folders: readonly PictureFolder[]): ClassOf | null {
  const files = new Set(folders.flatMap((folder) => folder.files.flatMap(({ name }) => [name, stem(name)])));
  const isFile = (field: string | undefined) => field !== undefined && files.has(base(field));
  const text = decodeText(table.bytes).normalize();
  const [head = [], ...rows] = records(text, table.name);
  const fileColumn = head.findIndex((_, column) => isFile(rows[0]?.[column]));
  const titled = head.findIndex((title) => classTitle.test(title.trim()));
  const classColumn = titled >= 0 ? titled : head.length === 2 ? 1 - fileColumn : -1;
  if (fileColumn < 0 || classColumn < 0 || classColumn === fileColumn) return null;
  const classes = new Map<string, string>();
  for (const row of isFile(head[fileColumn]) ? [head, ...rows] : rows) {
    const [file, label] = [row[fileColumn], row[classColumn]?.trim()];
    if (file !== undefined && label) classes.set(file.replaceAll("\\", "/"), label);
  }
  return (folder, name) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    const key = [path, stem(path), name, stem(name)].find((each) => classes.has(each));
    return key === undefined ? undefined : classes.get(key);
  };
}

/** A table's records; none where it is no table. */
function records(text: string, name: string): string[][] {
  try {
    return parseCsv(text, name);
  } catch {
    return [];
  }
}

const base = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
const stem = (path: string): string => path.replace(/\.\w+$/, "");
