import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { chromiumPath } from "./browser-options.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The built page below a folder, with the headers that let threads share memory and without, and where its files lie. */
    readonly page: { readonly isolated: string; readonly plain: string; readonly folder: string } | null;
  }
}

const root = fileURLToPath(new URL("..", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Builds the page once for all tests and serves it, each time below a folder as a static host would have it. */
export default async function servePage({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(chromiumPath)) {
    provide("page", null);
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), "playground-"));
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production"; // a test runner's own value would build a page for development
  await build({ root, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = NODE_ENV;
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
  provide("page", { isolated: `${base}/isolated/`, plain: `${base}/plain/`, folder });
  return async () => {
    server.close();
    server.closeAllConnections();
    await rm(folder, { recursive: true });
  };
}
