/**
 * Pictures of every place of the built page, wide and phone, light and dark, into a folder; with `--docs` only the four
 * that the README shows, into docs/.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { build, preview } from "vite";
import { launchChromium } from "../test/browser-options.js";

type Prepare = (page: Page) => Promise<void>;

const example: Prepare = (page) => page.getByRole("button", { name: "Example" }).click();
const train: Prepare = async (page) => {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/^Done\. It reads/).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1500);
};
const play: Prepare = async (page) => {
  await page.getByText(/It ends on the points/).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.waitForTimeout(4200);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
};
const enter: Prepare = async (page) => {
  await page.getByRole("list", { name: "Its worst mistakes" }).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: /^Unit 8\b/ }).click();
  await page.getByRole("heading", { name: "Wakes most at" }).waitFor();
};

const places: readonly (readonly [name: string, path: string, prepare?: Prepare])[] = [
  ["start", ""],
  ["curve", "#/curve", play],
  ["3-or-7", "#/3-or-7", train],
  ["one-output", "#/one-output", train],
  ["ten-outputs", "#/ten-outputs", enter],
  ["convolutions", "#/convolutions"],
  ["your-hand", "#/your-hand", example],
  ["your-data", "#/your-data"],
  ["workbench", "#/workbench?pictures=3000&epochs=5", train],
];
const shown = new Set(["start light", "curve light", "ten-outputs dark", "convolutions light"]);

const sizes = { wide: { width: 1200, height: 760 }, phone: { width: 390, height: 844 } } as const;

interface Shot {
  readonly size: keyof typeof sizes;
  readonly colorScheme: "light" | "dark";
  readonly isWhole: boolean;
}

async function shoot(
  browser: Browser,
  address: string,
  file: string,
  { size, colorScheme, isWhole }: Shot,
  prepare?: Prepare,
): Promise<void> {
  const isPhone = size === "phone";
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme,
    // What moves by itself stands where it ends, but for the curve, which is caught on its way.
    reducedMotion: prepare === play ? "no-preference" : "reduce",
    hasTouch: isPhone,
    isMobile: isPhone,
    deviceScaleFactor: isPhone ? 2 : isWhole ? 1 : 0.7,
  });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForTimeout(3000); // the page draws a digit by itself
  await prepare?.(page);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: file, fullPage: isWhole });
  await context.close();
}

const isForDocs = process.argv.includes("--docs");
const root = fileURLToPath(new URL("..", import.meta.url));
const given = process.argv.slice(2).find((word) => !word.startsWith("--"));
const folder = isForDocs ? join(root, "../../docs") : (given ?? join(root, "screenshots"));
await mkdir(folder, { recursive: true });
await build({ root, logLevel: "warn" });
const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" } });
const [base = ""] = server.resolvedUrls?.local ?? [];
const browser = await launchChromium();
for (const [name, path, prepare] of places) {
  for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
    for (const colorScheme of ["light", "dark"] as const) {
      if (isForDocs && !(size === "wide" && shown.has(`${name} ${colorScheme}`))) continue;
      const file = isForDocs ? `playground-${name}.png` : `${name}-${size}-${colorScheme}.png`;
      await shoot(
        browser,
        base + path,
        join(folder, file),
        { size, colorScheme, isWhole: !isForDocs },
        prepare,
      );
    }
  }
}
await browser.close();
await server.close();
