import { trainWords, validWords } from "./split-names.js";

/** What the name of an array says: `X_train`, `kmnist-test-labels`, `train_images`. */
export interface ArrayName {
  readonly kind: "images" | "labels";
  /** The word for its part; "" where there is none, and the array is the whole. */
  readonly split: string;
  /** Of several of a kind the one with the lowest is meant: scikit-learn's digits have `images` and `data`. */
  readonly rank: number;
  /** The words that are left, such as `kmnist`. */
  readonly set: string;
}

const kinds: Readonly<Record<ArrayName["kind"], readonly string[]>> = {
  images: ["x", "images", "image", "imgs", "img", "data", "pictures", "features"],
  labels: ["y", "labels", "label", "target", "targets"],
};

/** Reads an array's name as Keras (`x_train`), MedMNIST (`val_images`), scikit-learn (`X`) and KMNIST have it; else null. */
export function arrayName(name: string): ArrayName | null {
  const words =
    name
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .match(/[a-z]+\d*|\d+/g) ?? [];
  const isLabels = words.some((word) => kinds.labels.includes(word));
  const kind = isLabels ? "labels" : "images";
  const kindWord = words.find((word) => kinds[kind].includes(word));
  if (kindWord === undefined) return null;
  const split = words.find((word) => trainWords.includes(word) || validWords.includes(word)) ?? "";
  const set = words.filter((word) => word !== kindWord && word !== split).join("-");
  return { kind, split, rank: kinds[kind].indexOf(kindWord), set };
}

/** The same for a file that holds one array, such as `y_train.npy` or `kmnist-test-imgs.npz`; null for another. */
export function arrayFileName(path: string): ArrayName | null {
  const stem = /([^/\\]+)\.np[yz]$/i.exec(path)?.[1];
  return stem === undefined ? null : arrayName(stem);
}
