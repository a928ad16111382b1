// Which file becomes which page.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const workspace = fileURLToPath(new URL("../../..", import.meta.url));

/** The published packages, in the order in which they build on each other. */
export const libraries = ["tensor", "autograd", "nn", "data", "learner"] as const;

/** Markdown in a folder of the workspace, and below it. */
function markdownIn(folder: string): string[] {
  return readdirSync(join(workspace, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

/** Each page's file, from the workspace's root, and its address in the site without the leading slash. */
export function sources(): Map<string, string> {
  const pages = new Map(markdownIn("docs").map((path) => [path, path.slice("docs/".length)]));
  for (const name of [...libraries, "conformance"])
    pages.set(`packages/${name}/README.md`, `packages/${name}.md`);
  pages.set("apps/cli/README.md", "command-line.md");
  pages.set("apps/playground/README.md", "playground.md");
  pages.set("CONTRIBUTING.md", "contributing.md");
  pages.set("SECURITY.md", "security.md");
  pages.set("CODE_OF_CONDUCT.md", "conduct.md");
  return pages;
}
