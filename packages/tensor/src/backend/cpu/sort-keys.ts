const BITS = 11;
const DIGITS = 1 << BITS;
/** Keys below which insertion is sooner done than counting. */
const FEW = 48;

/** Room for sorting lines of up to some length, used again for each. */
export class KeySorter {
  readonly keys: Uint32Array;
  /** What is sorted along with the keys: positions. */
  readonly order: Int32Array;
  readonly #otherKeys: Uint32Array;
  readonly #otherOrder: Int32Array;
  readonly #counts = new Int32Array(DIGITS);

  constructor(length: number) {
    this.keys = new Uint32Array(length);
    this.order = new Int32Array(length);
    this.#otherKeys = new Uint32Array(length);
    this.#otherOrder = new Int32Array(length);
  }

  /** Sorts the keys and their positions; positions of equal keys stay as they are. */
  sort(): void {
    if (this.keys.length < FEW) this.#insert();
    else this.#count();
  }

  #insert(): void {
    const { keys, order } = this;
    for (let i = 1; i < keys.length; i++) {
      const [key, place] = [keys[i]!, order[i]!];
      let at = i - 1;
      for (; at >= 0 && keys[at]! > key; at--) {
        keys[at + 1] = keys[at]!;
        order[at + 1] = order[at]!;
      }
      keys[at + 1] = key;
      order[at + 1] = place;
    }
  }

  /** By the lowest digit, then the next, each time stably, where not all keys have the same one. */
  #count(): void {
    let [keys, order, otherKeys, otherOrder] = [this.keys, this.order, this.#otherKeys, this.#otherOrder];
    for (let shift = 0; shift < 32; shift += BITS) {
      if (!this.#placeDigits(keys, shift)) continue;
      distribute(keys, order, shift, this.#counts, otherKeys, otherOrder);
      [keys, otherKeys] = [otherKeys, keys];
      [order, otherOrder] = [otherOrder, order];
    }
    if (keys === this.keys) return;
    this.keys.set(keys);
    this.order.set(order);
  }

  /** Counts where each digit's keys will begin; false where all are the same. */
  #placeDigits(keys: Uint32Array, shift: number): boolean {
    const counts = this.#counts.fill(0);
    for (let i = 0; i < keys.length; i++) counts[(keys[i]! >>> shift) & (DIGITS - 1)]!++;
    if (counts[(keys[0]! >>> shift) & (DIGITS - 1)] === keys.length) return false;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit]!;
      counts[digit] = total;
      total += count;
    }
    return true;
  }
}

function distribute(
  keys: Uint32Array,
  order: Int32Array,
  shift: number,
  places: Int32Array,
  sortedKeys: Uint32Array,
  sortedOrder: Int32Array,
): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = places[digit]!;
    places[digit] = place + 1;
    sortedKeys[place] = key;
    sortedOrder[place] = order[i]!;
  }
}
