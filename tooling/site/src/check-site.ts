// Follows every link of the built site, anchors included.
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { belowBase, fileAt } from "./base.js";

const idsIn = (html: string) => new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, id]) => id!));

/** What does not resolve, a line each. */
export function deadLinks(site: string): string[] {
  const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => name.replaceAll("\\", "/"));
  const ids = new Map(pages.map((page) => [page, idsIn(readFileSync(join(site, page), "utf8"))]));
  return pages.flatMap((page) => {
    const html = readFileSync(join(site, page), "utf8");
    const targets = [...html.matchAll(/<(?:a|link|img|script)\b[^>]*\s(?:href|src)="([^"]+)"/g)].map(
      ([, target]) => target!.replaceAll("&amp;", "&"),
    );
    return [...new Set(targets)].flatMap((target) => {
      const reason = whyDead(target, page, site, ids);
      return reason === null ? [] : [`${page}: ${target}: ${reason}`];
    });
  });
}

function whyDead(
  target: string,
  page: string,
  site: string,
  ids: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  if (/^(https?:|data:|mailto:)/.test(target)) return null;
  const [path = "", anchor] = target.split("#");
  const wanted = path.startsWith("/") ? belowBase(path) : posix.join(posix.dirname(page), path);
  if (wanted === null) return "outside the site";
  const found = path === "" ? page : fileAt(site, wanted);
  if (found === undefined) return "no such page";
  if (anchor && !ids.get(found)?.has(decodeURIComponent(anchor))) return "no such place on the page";
  return null;
}
