import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { describe, expect, inject, it } from "vitest";
import { drawnDigits } from "./drawn-digits.js";

const path = process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr";
const hasFirefox = existsSync(path);
if (!hasFirefox) console.warn(`Firefox is left out: none at ${path}. FIREFOX_PATH says where one is.`);

describe.skipIf(!hasFirefox)("in Firefox", () => {
  it("reads a drawn 3 at the first visit, trains, and goes through the chapters", async () => {
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: path,
      headless: true,
      // The 3 stands at once and stays: in motion it gives way to other digits before a slow machine has looked.
      extraPrefsFirefox: { "ui.prefersReducedMotion": 1 },
    });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      await page.setViewport({ width: 1280, height: 900 });
      const { isolated } = inject("page")!;
      await page.goto(isolated);
      const reads = async (digit: string) => {
        try {
          await page.waitForFunction(
            (wanted) => document.querySelector("output[aria-label='Digit read']")?.textContent === wanted,
            { timeout: 60_000, polling: 100 },
            digit,
          );
        } catch (cause) {
          const shown = await page.evaluate(() => document.body.textContent);
          throw new Error(`no ${digit} was read; ${complaints.join("; ")}; the page shows: ${shown}`, {
            cause,
          });
        }
      };
      await reads("3");
      const press = (name: string) =>
        page.evaluate((wanted) => {
          [...document.querySelectorAll("button")].find(({ textContent }) => textContent === wanted)!.click();
        }, name);
      await press("Clear");
      const pad = (await (await page.waitForSelector(".pad-canvas"))!.boundingBox())!;
      for (const [first, ...others] of drawnDigits[7]) {
        const at = ([x, y]: readonly [number, number]) =>
          [pad.x + x * pad.width, pad.y + y * pad.height] as const;
        await page.mouse.move(...at(first));
        await page.mouse.down();
        for (const point of others) await page.mouse.move(...at(point), { steps: 3 });
        await page.mouse.up();
      }
      await reads("7");
      await page.goto(`${isolated}#/3-or-7?pictures=1500&epochs=8`);
      await page.waitForSelector(".controls");
      await press("Train");
      await page.waitForFunction(
        () => document.querySelector(".controls-status")?.textContent?.startsWith("Done."),
        { timeout: 60_000, polling: 100 },
      );
      for (const place of [
        "curve",
        "one-output",
        "ten-outputs",
        "convolutions",
        "your-hand",
        "your-data",
        "workbench",
      ]) {
        await page.goto(`${isolated}#/${place}`);
        await page.waitForFunction(
          (wanted) => location.hash.includes(wanted) && document.querySelector(".chapter h1") !== null,
          {},
          place,
        );
      }
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
