import type { Page } from "playwright";

/** A file that is dropped. */
export interface Dropped {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Drops files on the page as a file manager does. */
export async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor(); // until then nobody takes them
  const given = files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString("base64") }));
  await page.evaluate(async (named) => {
    const transfer = new DataTransfer();
    for (const { name, text } of named) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, given);
}
