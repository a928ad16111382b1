import { readFile } from "node:fs/promises";
import { deserializeModel } from "@mnist/learner";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { drawDigit } from "./drawn-digits.js";
import { chromiumPath, hasChromium, launchChromium, type ServedPage, servePage } from "./served-page.js";

const isRequired = process.env.MNIST_REQUIRE_WEBGPU === "1" || process.env.CI !== undefined;
if (!hasChromium && !isRequired) {
  console.warn(
    `The page's tests are skipped: no Chromium at ${chromiumPath}. CHROMIUM_PATH says where one is.`,
  );
}

describe.skipIf(!hasChromium && !isRequired)("the built page", () => {
  let served: ServedPage;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    served = await servePage();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      if (
        !url.startsWith(new URL(served.plain).origin) &&
        !url.startsWith("blob:") &&
        !url.startsWith("data:")
      ) {
        complaints.push(`asks the network for ${url}`);
      }
    });
  });

  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const train = async (): Promise<void> => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/^Done\. It reads/).waitFor({ timeout: 100_000 });
  };
  const digitRead = () => page.getByLabel("Digit read").textContent();
  const patience = { timeout: 10_000 };
  const accuracy = async (): Promise<number> => {
    const text = await page.getByText(/^Done\. It reads/).textContent();
    return Number(/([\d.]+) %/.exec(text ?? "")?.[1]);
  };

  it("trains on drawn digits and reads what is drawn", async () => {
    await page.goto(`${served.isolated}#recipe=digits&epochs=8`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await train();
    expect(await accuracy()).toBeGreaterThan(75);
    expect(await page.getByRole("region", { name: "Epochs" }).getByRole("row").count()).toBe(9);
    for (const digit of [3, 7, 1] as const) {
      await drawDigit(page, digit);
      await expect.poll(digitRead, patience).toBe(String(digit));
    }
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(digitRead, patience).toBe("–");
  });

  it("trains a convolutional network, and fits on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${served.isolated}#recipe=digits-conv&epochs=2&pictures=2000`);
    await train();
    expect(await accuracy()).toBeGreaterThan(50);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await drawDigit(page, 1);
    await expect.poll(digitRead, patience).toMatch(/^\d$/);
  });

  it("gives the same answer from a saved network", async () => {
    await page.goto(`${served.plain}#recipe=digits&epochs=4&pictures=4000&hidden=40&seed=7`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await train();
    await drawDigit(page, 3);
    const shares = () => page.getByRole("list", { name: "Share of each digit" }).textContent();
    const words = page.locator(".answer-words");
    await expect.poll(digitRead, patience).not.toBe("–");
    const [before, sentence] = [await shares(), await words.textContent()];

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save network" }).click();
    const path = await (await download).path();
    const { recipe, settings, about } = deserializeModel(await readFile(path));
    expect([recipe.name, settings.hidden, about.seed]).toEqual(["digits", 40, 7]);

    await page.goto("about:blank");
    await page.goto(served.plain);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Open network…" }).click();
    const bytes = await readFile(path);
    await (await chooser).setFiles({
      name: "mine.safetensors",
      mimeType: "application/octet-stream",
      buffer: bytes,
    });
    await page.getByText(/^mine\.safetensors: digits, trained on strokes \(seed 7\)/).waitFor();
    expect(page.url()).toContain("hidden=40");
    await drawDigit(page, 3);
    await expect.poll(shares, patience).toBe(before);
    expect(await words.textContent()).toBe(sentence);
  });

  it("stops between two batches and keeps what it has", async () => {
    await page.goto(`${served.plain}#recipe=digits&epochs=200&pictures=3000`);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByText(/^Epoch \d+ of 200/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/^Stopped; the network stays/).waitFor();
    await drawDigit(page, 7);
    await expect.poll(digitRead, patience).not.toBe("–");
    await page.getByRole("button", { name: "200 more epochs" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/^Stopped; the network stays/).waitFor();
  });

  it("says why a run goes wrong, and mends it", async () => {
    await page.goto(`${served.plain}#recipe=threes-sevens&epochs=6&pictures=3000&raw=true`);
    await train();
    await page.getByText(/where the sigmoid is flat|scores so large/).waitFor();
    await page.getByRole("button", { name: "Use pixels 0 to 1" }).click();
    await page.getByText(/^Done\. It reads/).waitFor();
    expect(page.url()).not.toContain("raw");
  });

  it("fits the curve step by step", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${served.plain}#recipe=curve`);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    // What PyTorch arrives at from seed 42.
    await page.getByLabel(/the curve at step 2000: 0\.78 t² \+ -11\.61 t \+ 28\.01/).waitFor();
  });

  it("opens a picture file and takes no other file for one", async () => {
    await page.goto(served.plain);
    const open = async (name: string, buffer: Buffer): Promise<void> => {
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: "Open…", exact: true }).click();
      await (await chooser).setFiles({ name, mimeType: "image/png", buffer });
    };
    await drawDigit(page, 3);
    await open("drawn.png", await page.getByLabel("Drawing area").screenshot());
    await expect.poll(digitRead, patience).not.toBe("–");
    await open("broken.png", Buffer.from("no picture at all"));
    await page.getByText("broken.png is no picture that this browser can open.").waitFor();
  });
});
