import { type NamedBytes, readIdx } from "@mnist/data";

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
  readonly #parts = new Map<Role, NamedBytes>();

  /** A file's part by what it holds, pictures or labels, and by whether its name speaks of training. */
  add(file: NamedBytes): void {
    const isImages = file.bytes[3] !== 1;
    const isTrain = /train/i.test(file.name.replace(/^.*\//, ""));
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
   * The four files, whole. EMNIST's keep the names that say that its pictures lie on their side.
   * @throws FileError where one is damaged; that one is asked for again, the others stay.
   */
  take(): NamedBytes[] {
    const files = roles.map((role) => {
      const { name, bytes } = this.#parts.get(role)!;
      try {
        readIdx(bytes, name);
      } catch (error) {
        this.#parts.delete(role);
        throw error;
      }
      return { name: /emnist/i.test(name) ? name : names[role], bytes };
    });
    this.#parts.clear();
    return files;
  }
}
