import { existsSync } from "node:fs";
import { type BrowserServer, chromium } from "playwright";
import { adapterOf, openPage } from "./page.js";

const path = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/**
 * Flags that lead to a graphics processor, those that say least first: on Linux some drivers are reached only where all of
 * Chrome draws through Vulkan. The last stands for one on the processor, which needs longer than the watchdog waits.
 */
const ways = [
  [],
  ["--enable-features=Vulkan", "--use-angle=vulkan", "--disable-vulkan-surface", "--ignore-gpu-blocklist"],
  ["--use-webgpu-adapter=swiftshader", "--disable-gpu-watchdog"],
];

/** Starts the Chrome that a run's pages share, with a hardware adapter where there is one. Answers null, and says why, where there is no Chrome or it has no adapter. */
export async function launchChrome(): Promise<BrowserServer | null> {
  const executable = existsSync(path) ? { executablePath: path } : { channel: "chrome" };
  for (const way of ways) {
    try {
      const args = ["--enable-unsafe-webgpu", "--no-first-run", "--disable-background-networking", ...way];
      const server = await chromium.launchServer({ ...executable, chromiumSandbox: false, args });
      if (await isWanted(server, way === ways.at(-1))) return server;
      await server.close();
    } catch (error) {
      console.log(`Chrome does not start: ${(error as Error).message.split("\n")[0]}`);
      return null;
    }
  }
  console.log("Chrome has no WebGPU adapter");
  return null;
}

async function isWanted(server: BrowserServer, isSoftwareWanted: boolean): Promise<boolean> {
  const browser = await chromium.connect(server.wsEndpoint());
  try {
    const adapter = await adapterOf(await openPage(browser));
    return adapter !== null && (isSoftwareWanted || !adapter.isSoftware);
  } finally {
    await browser.close();
  }
}
