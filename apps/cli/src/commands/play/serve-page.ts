import { createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { basename, extname, join, normalize, sep } from "node:path";

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

/** A page of its own origin alone, so that threads may share memory. */
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-cache",
};

/** The page with the names of the data's files, which it can ask for below `data/`. */
async function pageWith(file: string, names: readonly string[]): Promise<string> {
  const page = await readFile(file, "utf8");
  if (names.length === 0) return page;
  const list = names.map(encodeURIComponent).join(" ");
  return page.replace("</title>", `</title>\n    <meta name="mnist-files" content="${list}" />`);
}

/** Serves a folder's files, and those of MNIST below `data/`. */
export function servePage(folder: string, data: readonly string[]): Server {
  const inside = folder.endsWith(sep) ? folder : folder + sep;
  const index = join(folder, "index.html");
  const known = new Map(data.map((path) => [basename(path), path]));
  const send = (response: ServerResponse, file: string): void => {
    response.writeHead(200, {
      ...headers,
      "content-type": types[extname(file)] ?? "application/octet-stream",
    });
    createReadStream(file).pipe(response);
  };
  return createServer(async (request, response) => {
    const path = pathOf(request.url ?? "/");
    const asked = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    const file = path.startsWith("/data/") ? known.get(path.slice("/data/".length)) : asked;
    if (asked === index) {
      const page = await pageWith(index, [...known.keys()]);
      response.writeHead(200, { ...headers, "content-type": types[".html"] }).end(page);
    } else if (file !== undefined && asked.startsWith(inside) && isFile(file)) send(response, file);
    else response.writeHead(404, { "content-type": "text/plain" }).end("not found");
  });
}

/** The path that is asked for; of one that is written wrongly, as it is written. */
function pathOf(url: string): string {
  const { pathname } = new URL(url, "http://127.0.0.1");
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
