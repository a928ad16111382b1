import { idxNames } from "./urls.js";

export type IdxPart = keyof typeof idxNames;

/** Which part of which data set an IDX file is, by its name. */
export interface IdxName {
  /** "" for MNIST's own names; `emnist-letters`, `qmnist` and such for others. */
  readonly set: string;
  readonly part: IdxPart;
}

/** Train or test, pictures or labels; programs and mirrors write dots, browsers "(1)", EMNIST and QMNIST a prefix. */
const pattern =
  /^(?:([a-z][\w-]*)-)?(train|t10k|test|valid)-(images|labels)(?: ?\(\d+\))?[-.]idx[123]-(?:ubyte|int)(?: ?\(\d+\))?(?:\.gz)?(?: ?\(\d+\))?$/i;

/** What the name of an IDX file says; null for another name. */
export function idxName(path: string): IdxName | null {
  const match = pattern.exec(path.slice(path.lastIndexOf("/") + 1));
  if (match === null) return null;
  const [, set = "", split, kind] = match as unknown as [string, string | undefined, string, string];
  const isTrain = split.toLowerCase() === "train";
  const isImages = kind.toLowerCase() === "images";
  const part = isTrain
    ? isImages
      ? "trainImages"
      : "trainLabels"
    : isImages
      ? "validImages"
      : "validLabels";
  return { set: set.toLowerCase(), part };
}

const digits = [..."0123456789"];
const capitals = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const merged = [...digits, ...capitals, ..."abdefghnqrt"];

/** What EMNIST's labels stand for. @source Cohen et al., "EMNIST", 2017, and torchvision.datasets.EMNIST */
const emnist: Readonly<Record<string, { readonly classes: readonly string[]; readonly first: number }>> = {
  "emnist-letters": { classes: capitals.map((letter) => letter.toLowerCase()), first: 1 },
  "emnist-digits": { classes: digits, first: 0 },
  "emnist-mnist": { classes: digits, first: 0 },
  "emnist-balanced": { classes: merged, first: 0 },
  "emnist-bymerge": { classes: merged, first: 0 },
  "emnist-byclass": {
    classes: [...digits, ...capitals, ...capitals.map((letter) => letter.toLowerCase())],
    first: 0,
  },
};

/** How a set's labels are named and counted, and whether its pictures lie on their sides, as EMNIST's do. */
export function idxConventions(set: string): {
  readonly classes?: readonly string[];
  readonly first: number;
  readonly isTransposed: boolean;
} {
  const known = emnist[set];
  return known === undefined ? { first: 0, isTransposed: false } : { ...known, isTransposed: true };
}

/** The name that a part has in MNIST, for messages. */
export const partNames: Readonly<Record<IdxPart, string>> = idxNames;
