import { type DigitSplits, digitClasses, digitsFromIdx, type IdxFiles, readIdx } from "@mnist/data";
import type { OpenFile } from "./unpack-files.js";

const roles = ["trainImages", "trainLabels", "validImages", "validLabels"] as const;
type Role = (typeof roles)[number];

const names: Readonly<Record<Role, string>> = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  validImages: "t10k-images-idx3-ubyte",
  validLabels: "t10k-labels-idx1-ubyte",
};

/** MNIST's four files, in any number of goes; a later one takes the place of an earlier one of its kind. */
export class IdxParts {
  readonly #parts = new Map<Role, OpenFile>();

  /** A file's part by what it holds, pictures or labels, and by whether its name speaks of training. */
  add(file: OpenFile): void {
    const isImages = file.bytes[3] !== 1;
    const isTrain = /train/i.test(file.path.replace(/^.*\//, ""));
    this.#parts.set(
      isTrain ? (isImages ? "trainImages" : "trainLabels") : isImages ? "validImages" : "validLabels",
      file,
    );
  }

  get have(): string[] {
    return roles.filter((role) => this.#parts.has(role)).map((role) => names[role]);
  }

  get missing(): string[] {
    return roles.filter((role) => !this.#parts.has(role)).map((role) => names[role]);
  }

  /**
   * The data set of the four.
   * @throws FileError where one is damaged; that one is asked for again, the others stay.
   */
  take(): { splits: DigitSplits; notes: string[] } {
    const notes: string[] = [];
    const files: Partial<Record<Role, { name: string; bytes: Uint8Array }>> = {};
    for (const role of roles) {
      const { path, bytes } = this.#parts.get(role)!;
      this.#orForget(role, () => readIdx(bytes, path));
      files[role] = { name: path, bytes };
    }
    const labels = this.#parts.get("trainLabels")!;
    let highest = 0;
    for (const label of readIdx(labels.bytes, labels.path).data) highest = Math.max(highest, Number(label));
    const classes =
      highest <= 9 ? digitClasses : Array.from({ length: highest + 1 }, (_, label) => String(label));
    if (/emnist/i.test(labels.path))
      notes.push("EMNIST’s pictures lie on their side; they were set upright.");
    const splits = digitsFromIdx(files as IdxFiles, classes, { source: "MNIST’s files", order: "file" });
    this.#parts.clear();
    return { splits: /emnist/i.test(labels.path) ? upright(splits) : splits, notes };
  }

  #orForget(role: Role, read: () => unknown): void {
    try {
      read();
    } catch (error) {
      this.#parts.delete(role);
      throw error;
    }
  }
}

function upright({ train, valid }: DigitSplits): DigitSplits {
  const turn = (images: Uint8Array): Uint8Array =>
    images.map((_, at) => {
      const [picture, place] = [Math.floor(at / 784), at % 784];
      return images[picture * 784 + (place % 28) * 28 + Math.floor(place / 28)]!;
    });
  return {
    train: { ...train, images: turn(train.images) },
    valid: { ...valid, images: turn(valid.images) },
  };
}
