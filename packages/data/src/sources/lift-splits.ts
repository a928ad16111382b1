import type { PictureFolder } from "./class-folders.js";
import { splitName, splitsAmong } from "./split-names.js";

/**
 * Puts the parts above the classes where each class has parts of its own, `cat/train` and `dog/train`; null where it is
 * not so. Pictures beside a class's parts stay where they are.
 */
export function liftSplits<F extends PictureFolder>(folders: readonly F[]): F[] | null {
  const names = new Map<string, string[]>();
  for (const { path } of folders) {
    const parent = path.slice(0, -1).join("/");
    names.set(parent, [...(names.get(parent) ?? []), path.at(-1) ?? ""]);
  }
  const parts = new Map([...names].map(([parent, own]) => [parent, splitsAmong(own)]));
  const isPart = ({ path }: F) =>
    path.length > 1 && parts.get(path.slice(0, -1).join("/"))!.has(path.at(-1)!);
  const toTrain = folders.filter((folder) => isPart(folder) && splitName(folder.path.at(-1)!)!.isTrain);
  const above = new Set(toTrain.map(({ path }) => path.slice(0, -2).join("/")));
  if (toTrain.length < 2 || above.size > 1) return null;
  return folders.map((folder) => {
    if (!isPart(folder)) return folder;
    const [name, split] = folder.path.slice(-2) as [string, string];
    return { ...folder, path: [...folder.path.slice(0, -2), split, name] };
  });
}
