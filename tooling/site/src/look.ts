// Looks at each page of the built site as a person would, wide and on a phone: what axe holds to be serious, what reaches
// beyond the screen, what the console says; and keeps a picture of each.
//   pnpm docs:look [folder]    after docs:build; pictures in tooling/site/looks
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { base, belowBase, fileAt } from "./base.js";

const here = fileURLToPath(new URL("..", import.meta.url));
const site = join(here, "dist");
const folder = process.argv[2] ?? join(here, "looks");
const axe = readFileSync(join(here, "tools/node_modules/axe-core/axe.min.js"), "utf8");
const address = `http://docs.test${base}`;
/** Pixels; Chromium refuses to draw much more at once, and the API's pages go on for longer. */
const TALLEST_PICTURE = 12_000;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  wide: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
};

/** Every page by its name without ".html"; the playground has tests of its own. */
const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".html") && !name.startsWith("playground-page/") && name !== "404.html")
  .map((name) => name.slice(0, -".html".length))
  .sort();

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * What axe holds to be serious or critical by WCAG 2.2 AA. An API page of many thousand elements has the colours of the
 * others, which axe would take minutes to compare.
 */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Finding[] }> };
    };
    const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const isLong = document.querySelectorAll("*").length > 8000;
    const rules = { "color-contrast": { enabled: !isLong } };
    return (await axe.run({ runOnly: { type: "tag", values }, rules })).violations;
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** How far the page scrolls sideways, in CSS pixels; a wide listing or table scrolls inside itself. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function look(browser: Browser, name: string): Promise<string[]> {
  const context = await browser.newContext({ ...looks[name]!, reducedMotion: "reduce" });
  await context.route("**", (route) => {
    const path = belowBase(decodeURIComponent(new URL(route.request().url()).pathname));
    const file = path === null ? undefined : fileAt(site, path);
    return file === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ path: join(site, file) });
  });
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const findings: string[] = [];
  for (const each of pages) {
    await page.goto(`${address}${each}`, { waitUntil: "networkidle" });
    // Alive: the switch is named by the page's script.
    await page.locator(".VPSwitchAppearance[title]:not([title=''])").first().waitFor({ state: "attached" });
    const tooWide = await overflow(page);
    const all = [
      ...(await barriers(page)),
      ...(tooWide > 0 ? [`reaches ${tooWide} pixels beyond the screen`] : []),
      ...said.splice(0),
    ];
    findings.push(...all.map((finding) => `${each} (${name}): ${finding}`));
    const { width, height } = await page.evaluate(() => document.documentElement.getBoundingClientRect());
    await page.screenshot({
      path: join(folder, `${each.replaceAll("/", "-")}-${name}.png`),
      fullPage: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST_PICTURE) },
    });
  }
  await context.close();
  return findings;
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  chromiumSandbox: false,
});
const findings = (await Promise.all(Object.keys(looks).map((name) => look(browser, name)))).flat();
await browser.close();
for (const each of findings) console.error(each);
console.log(`${pages.length} pages, ${findings.length} findings; pictures in ${folder}`);
process.exitCode = findings.length === 0 ? 0 : 1;
