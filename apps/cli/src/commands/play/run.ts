import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { interrupted, statusOf } from "../../terminal/interrupt.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** The page beside the packed tool, or as the workspace builds it. */
function pageFolder(): string {
  const places = ["./playground/", "../../../../playground/dist/"];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(join(folder, "index.html")));
  if (found === undefined)
    throw new Error("this copy of the tool has no page. In the workspace, npm run build makes it.");
  return found;
}

/** Serves a folder's files; a page of its own origin alone, so that threads may share memory. */
export function servePage(folder: string): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    const isInside = file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
    if (!isInside || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cache-control": "no-cache",
    });
    createReadStream(file).pipe(response);
  });
}

export async function run({ port, open }: { readonly port: number; readonly open: boolean }): Promise<void> {
  const server = servePage(pageFolder());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  console.log(`${address}  (Ctrl-C ends it)`);
  if (open) openBrowser(address);
  const interrupt = interrupted();
  await once(interrupt.signal, "abort");
  interrupt.stop();
  server.closeAllConnections();
  server.close();
  process.exitCode = interrupt.ending === null ? 0 : statusOf(interrupt.ending);
}

function openBrowser(address: string): void {
  const [command, ...rest] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[
    process.platform as string
  ] ?? ["xdg-open"];
  const child = spawn(command!, [...rest, address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // the address is printed for whoever has no browser here
  child.unref();
}
