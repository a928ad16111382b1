/** A drawing of some lines that later ones take the place of, where standard output is a terminal tall enough. */
export class Redrawn {
  #lines = 0;

  show(text: string): void {
    const { isTTY, rows = 24 } = process.stdout;
    const lines = text.split("\n").length;
    if (!isTTY || process.env.CI || lines >= rows) return;
    this.erase();
    process.stdout.write(`${text}\n`);
    this.#lines = lines;
  }

  /** Takes what is shown off the screen. */
  erase(): void {
    if (this.#lines > 0) process.stdout.write(`\u001b[${this.#lines}A\u001b[0J`);
    this.#lines = 0;
  }
}
