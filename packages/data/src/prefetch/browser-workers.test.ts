import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { strokes } from "../strokes/strokes.js";
import type { PageReport } from "../testing/worker-page.js";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const address = "http://page.test/";

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../testing/worker-page.ts", import.meta.url))],
    bundle: true,
    conditions: ["@mnist/source", "browser"],
    format: "iife",
    globalName: "page",
    write: false,
  });
  return outputFiles[0]!.text;
}

describe.runIf(existsSync(executablePath))("a loader in a page", () => {
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    const args = ["--no-first-run", "--disable-background-networking", "--disable-component-update"];
    [browser, script] = await Promise.all([
      chromium.launch({ executablePath, chromiumSandbox: false, args }),
      bundle(),
    ]);
  }, 60_000);

  afterAll(() => browser.close());

  /** Runs the page under a content policy. */
  async function run(policy: string): Promise<PageReport> {
    const page = await browser.newPage();
    const headers = { "Content-Security-Policy": policy };
    await page.route(`${address}**`, (route) =>
      route.fulfill({ contentType: "text/html", headers, body: `<!doctype html><script>${script}</script>` }),
    );
    await page.goto(address);
    return (await page.evaluate("page.report()")) as PageReport;
  }

  it.each([
    ["with threads", "script-src 'unsafe-inline' 'unsafe-eval' blob:"],
    ["where the policy forbids them", "script-src 'unsafe-inline' 'unsafe-eval'; worker-src 'none'"],
  ])(
    "gives the same batches and errors, %s",
    async (_, policy) => {
      const { alone, threads, pixels, error } = await run(policy);
      expect(alone).toHaveLength(3);
      expect(threads).toEqual(alone);
      expect(pixels).toEqual([...strokes({ count: 1, seed: 5 }).images]);
      expect(error).toBe("refused: 1.png");
    },
    60_000,
  );
});
