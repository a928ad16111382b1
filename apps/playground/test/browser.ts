import { existsSync } from "node:fs";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { chromiumPath, launchChromium } from "./browser-options.js";

const isRequired = process.env.MNIST_REQUIRE_WEBGPU === "1" || process.env.CI !== undefined;
/** Whether the page's tests are left out: only where there is no browser and nothing asks for one. */
export const isLeftOut = !existsSync(chromiumPath) && !isRequired;
if (isLeftOut) {
  console.warn(
    `The page's tests are left out: no Chromium at ${chromiumPath}. CHROMIUM_PATH says where one is.`,
  );
}

/** Opens pages of the site for a file of tests, and holds every one of them to say nothing wrong and ask for nothing elsewhere. */
export function usePages() {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];
  const served = () => inject("page")!;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    const found = complaints;
    complaints = [];
    expect(found).toEqual([]);
  });

  const open = async (address: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    contexts.push(context);
    return openIn(context, address);
  };
  const openIn = async (context: BrowserContext, address: string): Promise<Page> => {
    const page = await context.newPage();
    const origins = [served().plain, address].map((each) => new URL(each).origin);
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      const isOwn = origins.some((origin) => url.startsWith(origin)) || /^(blob|data):/.test(url);
      if (!isOwn) complaints.push(`asks the network for ${url}`);
    });
    await page.goto(address);
    return page;
  };
  return {
    open,
    openIn,
    isolated: (path = "") => served().isolated + path,
    plain: (path = "") => served().plain + path,
  };
}

export const patience = { timeout: 60_000 };

export function digitRead(page: Page): Promise<string | null> {
  return page.getByLabel("Digit read").textContent();
}

/** What the page says of the drawing once the reading has caught up with the pen: two looks at it agree. */
export async function settledWords(page: Page): Promise<string> {
  let words = "";
  const isSettled = async (): Promise<boolean> => {
    const before = words;
    words = (await page.locator(".answer-words").textContent()) ?? "";
    return words === before;
  };
  await expect.poll(isSettled, { ...patience, interval: 500 }).toBe(true);
  return words;
}

export async function train(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Train( anew)?$/ }).click();
  await page.getByText(/^Done\. It reads/).waitFor({ timeout: 100_000 });
}

/** The share of unseen digits read right, as the page says it. */
export async function accuracySaid(page: Page): Promise<number> {
  const text = await page.getByText(/^Done\. It reads/).textContent();
  return Number(/([\d.]+)\s%/.exec(text ?? "")?.[1]);
}
