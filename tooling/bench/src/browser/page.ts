import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { isSoftware } from "./work.js";

const address = "http://localhost/";
/** Clocks are exact to 5 µs, not 100, in a page that is isolated from others. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** A page that runs `script` and finds the digits' files beside itself, all from this process and none from a server. */
export async function openPage(browser: Browser, script = ""): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${address}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === "")
      return route.fulfill({
        contentType: "text/html",
        headers,
        body: '<!doctype html><meta charset="utf-8"><script src="contest.js"></script>',
      });
    if (name === "contest.js")
      return route.fulfill({ contentType: "text/javascript; charset=utf-8", body: script });
    if (!name.endsWith("-ubyte.gz")) return route.fulfill({ status: 404 });
    return route.fulfill({ path: join(process.env.MNIST_HOME!, name), contentType: "application/gzip" });
  });
  await page.goto(address);
  return page;
}

export interface Adapter {
  readonly name: string;
  readonly isSoftware: boolean;
}

/** The adapter that the libraries get, which all ask for the fastest; null where the browser has none. */
export async function adapterOf(page: Page): Promise<Adapter | null> {
  const name = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return null;
    const { vendor, architecture, device, description } = adapter.info;
    return [vendor, architecture, device, description].filter(Boolean).join(" ");
  });
  return name === null ? null : { name, isSoftware: isSoftware(name) };
}
