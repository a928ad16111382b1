import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { build } from "vite";

export const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const hasChromium = existsSync(chromiumPath);

const root = fileURLToPath(new URL("..", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The built page on a server of its own, below a folder as a static host would have it. */
export interface ServedPage {
  /** With the headers that let threads share memory, and without them. */
  readonly isolated: string;
  readonly plain: string;
  readonly folder: string;
  close(): Promise<void>;
}

export async function servePage(): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), "playground-"));
  await build({ root, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  const server = createServer(async ({ url = "/" }, response) => {
    const [, place, name] = /^\/(isolated|plain)\/([\w./-]*)/.exec(url) ?? [];
    const file = name === "" ? "index.html" : name;
    try {
      if (file === undefined || file.includes("..")) throw new Error("no such page");
      const body = await readFile(join(folder, file));
      const headers = { "Content-Type": types[extname(file)] ?? "application/octet-stream" };
      response.writeHead(200, place === "isolated" ? { ...headers, ...isolation } : headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  };
  return { isolated: `${base}/isolated/`, plain: `${base}/plain/`, folder, close };
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    chromiumSandbox: false,
    args: [
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-quic",
    ],
  });
}
