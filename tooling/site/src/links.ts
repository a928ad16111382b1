import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { workspace } from "./sources.js";

/** Words may hold a picture, whose own brackets do not end them. */
const link = /(?<!!)\[((?:!\[[^\]]*\]\([^)]*\)|[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g;

/**
 * A page's links to files of the workspace as links between pages. What is no page (a folder, a program) keeps its words
 * alone, as nobody knows yet where the repository will be read.
 *
 * @throws Error where a link leads to no file
 */
export function linksBetweenPages(
  markdown: string,
  source: string,
  pages: ReadonlyMap<string, string>,
): string {
  const page = pages.get(source)!;
  return outsideListings(markdown, (text) =>
    text.replaceAll(link, (whole, words: string, target: string) => {
      if (/^([a-z]+:|#)/.test(target)) return whole;
      const [path = "", anchor] = target.split("#");
      if (path.startsWith("/")) return whole;
      const file = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, "");
      const found = pages.get(file) ?? pages.get(`${file}/README.md`);
      if (found === undefined && !existsSync(join(workspace, file)))
        throw new Error(`${source}: ${target} is no file`);
      if (found === undefined) return words;
      const relative = posix.relative(dirname(page), found);
      return `[${words}](${relative.startsWith(".") ? relative : `./${relative}`}${anchor ? `#${anchor}` : ""})`;
    }),
  );
}

/** Pictures that a page shows, as paths from the workspace's root. */
export function picturesOf(markdown: string, source: string): string[] {
  return [...markdown.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target]) =>
    posix.normalize(posix.join(posix.dirname(source), target!)),
  );
}

/** Changes what is not code. */
function outsideListings(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/(^```.*?^```$)/gms)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}
