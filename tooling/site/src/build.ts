// Builds the site: pages gathered, listings executed, the API read from the sources, links followed.
//   pnpm docs:build    answers in tooling/site/dist
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { architecture } from "./architecture.js";
import { base } from "./base.js";
import { deadLinks } from "./check-site.js";
import { executed } from "./executed.js";
import { linksBetweenPages, picturesOf } from "./links.js";
import { changelog, decisions } from "./made-pages.js";
import { withPackageNames } from "./package-names.js";
import { libraries, sources, workspace } from "./sources.js";
import { withoutInherited } from "./without-inherited.js";

const here = fileURLToPath(new URL("..", import.meta.url));
const tools = join(here, "tools");
/** Beside the tools, where VitePress looks for itself. */
const pagesFolder = join(tools, "pages");
const site = join(here, "dist");

function run(command: string, args: readonly string[], cwd: string): void {
  const shell = process.platform === "win32";
  const { status } = spawnSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"], shell });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}

function write(page: string, text: string): void {
  const path = join(pagesFolder, page);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function installTools(): void {
  if (existsSync(join(tools, "node_modules/.bin/vitepress"))) return;
  console.log("installing VitePress and TypeDoc, this once");
  run("npx", ["--yes", "pnpm@10.34.9", "install", "--ignore-workspace", "--frozen-lockfile"], tools);
}

const pages = new Map([
  ...sources(),
  ["architecture", "architecture.md"],
  ["decisions", "decisions/index.md"],
  ["docs/decisions", "decisions/index.md"],
  ["changelog", "changelog.md"],
]);

/** What a page says below its title in the site alone: the repository has no address for it. */
const additions: Readonly<Record<string, string>> = {
  "playground.md": '[**Open the playground**](/playground-page/index.html){target="_self"}',
};

function withAddition(page: string, markdown: string): string {
  const addition = additions[page];
  return addition === undefined
    ? markdown
    : markdown.replace(/^# .*$/m, (title) => `${title}\n\n${addition}`);
}

async function makePage(source: string, page: string): Promise<void> {
  const path = join(workspace, source);
  const markdown = readFileSync(path, "utf8");
  let drawings = 0;
  const withOutputs = await executed(path, markdown, (svg) => {
    const name = `${page.replace(/\.md$/, "")}-${++drawings}.svg`;
    write(name, svg);
    return `./${name.split("/").at(-1)}`;
  });
  for (const picture of picturesOf(markdown, source)) {
    const target = join(pagesFolder, dirname(page), picture.slice(dirname(source).length + 1));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(workspace, picture), target);
  }
  const linked = withAddition(page, linksBetweenPages(withOutputs, source, pages));
  // VitePress leaves links alone that leave its own pages.
  write(page, linked.replaceAll("](/playground-page/", `](${base}playground-page/`));
}

async function makePages(): Promise<void> {
  rmSync(pagesFolder, { recursive: true, force: true });
  const waiting = [...sources()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await makePage(...next);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const { markdown, svg } = architecture();
  write("architecture.md", markdown);
  write("architecture.svg", svg);
  write("decisions/index.md", decisions());
  write("changelog.md", changelog());
}

function makeApi(): void {
  const entries = libraries.flatMap((name) => {
    const more = {
      nn: ["functional/index.ts", "optim/index.ts", "formats/index.ts"],
      tensor: ["linalg/index.ts"],
      learner: ["plot/index.ts"],
    };
    const paths = ["index.ts", ...((more as Record<string, string[]>)[name] ?? [])];
    return paths.map((path) => join(workspace, "packages", name, "src", path));
  });
  const args = [
    "--options",
    join(here, "vitepress/typedoc.json"),
    "--out",
    join(pagesFolder, "api"),
    ...entries,
  ];
  run(process.execPath, [join(tools, "node_modules/typedoc/bin/typedoc"), ...args], here);
  for (const name of readdirSync(join(pagesFolder, "api"), { recursive: true, encoding: "utf8" })) {
    const path = join(pagesFolder, "api", name);
    if (name.endsWith(".md"))
      writeFileSync(path, withPackageNames(withoutInherited(readFileSync(path, "utf8"))));
  }
}

const started = performance.now();
const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
installTools();
await makePages();
console.log(`${seconds()}: pages gathered and listings executed`);
makeApi();
console.log(`${seconds()}: API reference read`);
cpSync(join(here, "vitepress"), join(pagesFolder, ".vitepress"), { recursive: true });
run(
  process.execPath,
  [
    join(tools, "node_modules/vitepress/bin/vitepress.js"),
    "build",
    pagesFolder,
    "--outDir",
    site,
    "--base",
    base,
  ],
  tools,
);
run(
  "npm",
  ["run", "build:js", "--", "--base", "./", "--outDir", join(site, "playground-page")],
  join(workspace, "apps/playground"),
);
console.log(`${seconds()}: built`);
const dead = deadLinks(site);
for (const each of dead) console.error(each);
console.log(
  `${seconds()}: ${dead.length === 0 ? "every link resolves" : `${dead.length} links lead nowhere`}`,
);
process.exitCode = dead.length === 0 ? 0 : 1;
