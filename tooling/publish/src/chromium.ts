import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    headless: true,
    chromiumSandbox: false,
    args: ["--no-first-run", "--disable-background-networking", "--disable-component-update"],
  });
}

/** Where a page may have threads: in workers of a document that is isolated from others. */
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Serves a folder's scripts, and an empty document at `/` and one that runs `main.js` at `/main`. */
export async function serve(folder: string) {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname;
    if (!path.endsWith(".js")) {
      const script = path === "/main" ? `<script type="module" src="/main.js"></script>` : "";
      response.writeHead(200, { "content-type": "text/html", ...isolated });
      response.end(`<!doctype html><link rel="icon" href="data:,">${script}`);
      return;
    }
    response.writeHead(200, { "content-type": "text/javascript", ...isolated });
    response.end(readFileSync(join(folder, path)));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, stop: () => void server.close() };
}

/** What the programs come to in a page, in a worker and in a service worker of a folder that a bundler made. */
export const places = {
  page: async (browser: Browser, url: string): Promise<unknown> => {
    const page = await browser.newPage();
    await page.goto(`${url}/main`);
    const answer = await page.waitForFunction(() => (globalThis as { answer?: unknown }).answer, null, {
      timeout: 120_000,
    });
    return answer.jsonValue();
  },
  worker: async (browser: Browser, url: string): Promise<unknown> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker("/worker.js", { type: "module" });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage("go");
        }),
    );
  },
  "service worker": async (browser: Browser, url: string): Promise<unknown> => {
    const page = await browser.newPage();
    await page.goto(url);
    return page.evaluate(async () => {
      await navigator.serviceWorker.register("/worker.js", { type: "module" });
      const { active } = await navigator.serviceWorker.ready;
      return new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
        active!.postMessage("go");
      });
    });
  },
} as const;
