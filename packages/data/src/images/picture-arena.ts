/** Gray pictures of one size in blocks, so that their number need not be known. */
export class PictureArena {
  readonly #blocks: Uint8Array[] = [];
  readonly #perBlock: number;
  count = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#perBlock = Math.max(1, Math.floor(2 ** 20 / this.size));
  }

  get size(): number {
    return this.width * this.height;
  }

  /** Keeps a copy; answers its place. */
  add(image: Uint8Array): number {
    if (this.count % this.#perBlock === 0) this.#blocks.push(new Uint8Array(this.#perBlock * this.size));
    this.#blocks.at(-1)!.set(image, (this.count % this.#perBlock) * this.size);
    return this.count++;
  }

  at(place: number): Uint8Array {
    const start = (place % this.#perBlock) * this.size;
    return this.#blocks[Math.floor(place / this.#perBlock)]!.subarray(start, start + this.size);
  }
}
