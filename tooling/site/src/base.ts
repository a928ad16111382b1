import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";

/** Where the site's root is on its host: "/", or "/repository/" as GitHub's Pages have it (DOCS_BASE). */
export const base = process.env.DOCS_BASE ?? "/";

/** A path of the host as a path below the site's root, without a slash before it; null for what lies elsewhere. */
export function belowBase(path: string): string | null {
  return path.startsWith(base) ? path.slice(base.length) : null;
}

/** The file of the built site that a path below its root stands for, as hosts have it: itself, a page's name, a folder. */
export function fileAt(site: string, path: string): string | undefined {
  const candidates = [path, `${path}.html`, posix.join(path, "index.html")];
  return candidates.find((each) => existsSync(join(site, each)) && statSync(join(site, each)).isFile());
}
