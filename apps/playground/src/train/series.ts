/** Points that a screen can tell apart. */
const capacity = 2048;

/** Losses of any number of batches in a fixed room: means over stretches, which grow as more come. */
export class Series {
  #means = new Float64Array(capacity);
  #length = 0;
  #stride = 1;
  #sum = 0;
  #inSum = 0;
  /** How many values there were. */
  count = 0;
  last = Number.NaN;

  add(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.#push(values[i]!);
  }

  #push(value: number): void {
    this.count++;
    this.last = value;
    this.#sum += value;
    if (++this.#inSum < this.#stride) return;
    if (this.#length === capacity) this.#halve();
    if (this.#inSum < this.#stride) return;
    this.#means[this.#length++] = this.#sum / this.#inSum;
    this.#sum = 0;
    this.#inSum = 0;
  }

  /** Two stretches become one, so that there is room again; what was not yet told apart waits for its other half. */
  #halve(): void {
    for (let i = 0; i < capacity / 2; i++)
      this.#means[i] = (this.#means[2 * i]! + this.#means[2 * i + 1]!) / 2;
    this.#length = capacity / 2;
    this.#stride *= 2;
  }

  /** After how many values each mean stands, and the means. */
  points(): { readonly x: Float64Array; readonly y: Float64Array } {
    const x = Float64Array.from({ length: this.#length }, (_, i) => (i + 1) * this.#stride);
    return { x, y: this.#means.slice(0, this.#length) };
  }

  /** What is needed to go on with it later. */
  save(): { readonly means: Float64Array; readonly stride: number; readonly count: number } {
    return { means: this.#means.slice(0, this.#length), stride: this.#stride, count: this.count };
  }

  static load({ means, stride, count }: ReturnType<Series["save"]>): Series {
    const series = new Series();
    series.#means.set(means);
    series.#length = means.length;
    series.#stride = stride;
    series.count = count;
    series.last = means.at(-1) ?? Number.NaN;
    return series;
  }
}
