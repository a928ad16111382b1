import { FileError } from "../file-error.js";
import type { FolderEntry } from "../image-folder.js";
import { type IdxPart, idxName } from "./idx-names.js";
import type { NamedBytes } from "./named-bytes.js";
import type { PassedOverFiles } from "./passed-over.js";

/** The IDX files of one data set, as many as are there. */
export interface IdxSet {
  /** As {@link idxName} has it. */
  readonly set: string;
  readonly files: ReadonlyMap<IdxPart, NamedBytes>;
}

interface Candidate {
  readonly set: string;
  readonly folder: string;
  readonly entries: Map<IdxPart, FolderEntry>;
}

/**
 * The data set among IDX files: those that lie together and belong together by their names, the most complete and then
 * the highest. The others are passed over.
 * @throws FileError where several are as good.
 */
export function chooseIdxSet(
  entries: readonly FolderEntry[],
  name: string,
  passedOver: PassedOverFiles,
): IdxSet {
  const candidates = new Map<string, Candidate>();
  for (const entry of entries) {
    const { set, part } = idxName(entry.path)!;
    const folder = homeOf(entry.path);
    const key = `${set}\n${folder}`;
    const candidate = candidates.get(key) ?? { set, folder, entries: new Map<IdxPart, FolderEntry>() };
    candidates.set(key, candidate);
    const known = candidate.entries.get(part);
    const isHigher = known === undefined || depth(entry.path) < depth(known.path);
    if (known !== undefined) passedOver.add("copies of IDX files", isHigher ? known.path : entry.path);
    if (isHigher) candidate.entries.set(part, entry);
  }
  const [best, ...others] = [...candidates.values()].sort(better) as [Candidate, ...Candidate[]];
  const equals = [best, ...others].filter((each) => better(best, each) === 0);
  if (equals.length > 1) {
    const shown = equals
      .map(({ set, folder }) => [folder, set].filter(Boolean).join("/") || "mnist")
      .join(", ");
    throw new FileError({
      file: name,
      got: `the IDX files of ${equals.length} data sets: ${shown}`,
      expected: "those of one",
      hint: "Name its folder, or one of its files.",
    });
  }
  for (const { entries } of others)
    for (const { path } of entries.values()) passedOver.add("other IDX files", path);
  const files = [...best.entries].map(
    ([part, { path, data }]) => [part, { name: path, bytes: data }] as const,
  );
  return { set: best.set, files: new Map(files) };
}

/** The more complete first, then the higher. */
function better(left: Candidate, right: Candidate): number {
  return right.entries.size - left.entries.size || depth(left.folder) - depth(right.folder);
}

/** The folder of a file; of one that lies in a folder of its own, named as the file, as Kaggle's do, the one above. */
function homeOf(path: string): string {
  const parts = path.split("/").slice(0, -1);
  if (parts.length > 0 && idxName(parts.at(-1)!) !== null) parts.pop();
  return parts.join("/");
}

function depth(path: string): number {
  return path === "" ? 0 : path.split("/").length;
}
