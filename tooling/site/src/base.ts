/** Where the site's root is on its host: "/", or "/repository/" as GitHub's Pages have it (DOCS_BASE). */
export const base = process.env.DOCS_BASE ?? "/";

/** A path of the host as a path below the site's root, without a slash before it; null for what lies elsewhere. */
export function belowBase(path: string): string | null {
  return path.startsWith(base) ? path.slice(base.length) : null;
}
