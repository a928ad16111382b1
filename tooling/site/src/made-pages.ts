// Pages made of files that are no pages themselves: the decisions' list and the changelog.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { libraries, workspace } from "./sources.js";

const read = (path: string) => readFileSync(join(workspace, path), "utf8");

/** Every decision by its title. */
export function decisions(): string {
  const names = readdirSync(join(workspace, "docs/decisions")).filter((name) => /^\d.*\.md$/.test(name));
  const lines = names.map((name) => {
    const [, title] = /^# (?:\d+ )?(.*)$/m.exec(read(`docs/decisions/${name}`))!;
    return `- [${name.slice(0, 4)} ${title}](./${name})`;
  });
  return `# Decisions\n\nWhat was decided, why, and what was tried and not kept.\n\n${lines.join("\n")}\n`;
}

/** What the packages' changelogs say, and before them what the next version brings. */
export function changelog(): string {
  const coming = readdirSync(join(workspace, ".changeset"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => {
      const [, head = "", text = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(read(`.changeset/${name}`)) ?? [];
      const packages = [...head.matchAll(/"([^"]+)"/g)].map(([, each]) => `\`${each}\``);
      return `- ${packages.join(", ")}: ${text.trim().replaceAll("\n", "\n  ")}`;
    });
  const released = [...libraries.map((name) => `packages/${name}`), "apps/cli"]
    .map((folder) => `${folder}/CHANGELOG.md`)
    .filter((path) => existsSync(join(workspace, path)))
    .map((path) => read(path).replaceAll(/^#/gm, "##"));
  return [
    "# Changelog",
    "What changed in each version. [What a version may change](./versions.md) is promised on a page of its own.",
    ...(coming.length > 0 ? [`## Next\n\n${coming.join("\n")}`] : []),
    ...released,
    "",
  ].join("\n\n");
}
