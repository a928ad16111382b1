/** A field of characters of which each is 2 × 4 dots in braille, or one mark. */
export class Canvas {
  static readonly name: string = "Canvas";

  readonly #dots: Uint8Array;
  readonly #marks: string[];
  readonly #pens: Int16Array;

  constructor(
    readonly columns: number,
    readonly rows: number,
  ) {
    this.#dots = new Uint8Array(columns * rows);
    this.#marks = new Array<string>(columns * rows).fill("");
    this.#pens = new Int16Array(columns * rows).fill(-1);
  }

  /** Width and height in dots. */
  get width(): number {
    return this.columns * 2;
  }

  get height(): number {
    return this.rows * 4;
  }

  #cell(x: number, y: number): number | null {
    if (!(x >= 0 && x < this.width && y >= 0 && y < this.height)) return null;
    return (y >> 2) * this.columns + (x >> 1);
  }

  /** Sets a dot, counted from the upper left; what is outside is left out. */
  dot(x: number, y: number, pen: number): void {
    const cell = this.#cell(x, y);
    if (cell === null) return;
    const row = y & 3;
    this.#dots[cell]! |= row === 3 ? 0x40 << (x & 1) : 1 << (row + 3 * (x & 1));
    this.#pens[cell] = pen;
  }

  /** Puts a character where the dot would be. */
  mark(x: number, y: number, pen: number, character: string): void {
    const cell = this.#cell(x, y);
    if (cell === null) return;
    this.#marks[cell] = character;
    this.#pens[cell] = pen;
  }

  /** One line of text, each stretch of one pen in its paint. */
  line(row: number, paint: (text: string, pen: number) => string): string {
    let line = "";
    for (let column = 0; column < this.columns; ) {
      const pen = this.#pens[row * this.columns + column]!;
      let text = "";
      for (; column < this.columns && this.#pens[row * this.columns + column] === pen; column++) {
        const cell = row * this.columns + column;
        const dots = this.#dots[cell]!;
        text += this.#marks[cell] || (dots === 0 ? " " : String.fromCharCode(0x2800 + dots));
      }
      line += pen < 0 ? text : paint(text, pen);
    }
    return line;
  }
}
