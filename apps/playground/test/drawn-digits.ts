import type { Page } from "playwright";

type Stroke = readonly (readonly [x: number, y: number])[];

/** Digits as a hand may draw them, in shares of the pad. */
export const drawnDigits = {
  1: [
    [
      [0.52, 0.18],
      [0.51, 0.4],
      [0.49, 0.6],
      [0.48, 0.84],
    ],
  ],
  3: [
    [
      [0.3, 0.25],
      [0.4, 0.18],
      [0.55, 0.18],
      [0.66, 0.27],
      [0.62, 0.4],
      [0.5, 0.47],
      [0.63, 0.53],
      [0.7, 0.65],
      [0.62, 0.79],
      [0.48, 0.84],
      [0.33, 0.8],
      [0.27, 0.72],
    ],
  ],
  7: [
    [
      [0.28, 0.22],
      [0.5, 0.22],
      [0.7, 0.21],
      [0.62, 0.4],
      [0.53, 0.6],
      [0.46, 0.82],
    ],
  ],
} as const satisfies Record<number, readonly Stroke[]>;

/** Draws with the mouse, after clearing the pad. */
export async function drawDigit(page: Page, digit: keyof typeof drawnDigits): Promise<void> {
  const clear = page.getByRole("button", { name: "Clear" });
  if (await clear.isEnabled()) await clear.click();
  const paper = page.getByLabel("Drawing area");
  await paper.scrollIntoViewIfNeeded();
  const pad = await paper.boundingBox();
  if (pad === null) throw new Error("the pad is not on the page");
  for (const [first, ...others] of drawnDigits[digit]) {
    const at = ([x, y]: readonly [number, number]) =>
      [pad.x + x * pad.width, pad.y + y * pad.height] as const;
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of others) await page.mouse.move(...at(point), { steps: 4 });
    await page.mouse.up();
  }
}
