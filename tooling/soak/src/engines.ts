import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright";
import { runTraining } from "../../../packages/learner/src/testing/training-process.js";
import { digestIn, newFolder } from "./programs.js";
import type { Section } from "./section.js";

const versions = ["20", "22", "24"];
const threads = [1, 2, 3, 4, 5, 6, 7, 8];
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** The same training in other engines and on other numbers of threads: the weights' SHA-256 of each. */
export async function engines(program: string, whole: string): Promise<Section> {
  const rows: [string, string][] = [];
  for (const count of threads) {
    const ending = await runTraining([process.execPath, program, newFolder()], {
      env: { MNIST_THREADS: `${count}` },
    });
    rows.push([`Node ${process.version}, ${count} thread${count > 1 ? "s" : ""}`, digestIn(ending)]);
  }
  for (const version of versions) {
    const node = ["npx", "--yes", "-p", `node@${version}`, "node"] as const;
    const { result: name } = await runTraining([...node, "-p", "process.version"]);
    rows.push([`Node ${name}`, digestIn(await runTraining([...node, program, newFolder()]))]);
  }
  if (existsSync(executablePath)) rows.push(...(await inChromium()));
  return {
    title: "Engines and threads",
    text: [
      "One training with shuffles, dropout and Adam; the beginning of the SHA-256 over its weights.",
      "",
      "| engine | weights |",
      "|---|---|",
      ...rows.map(([engine, digest]) => `| ${engine} | ${digest.slice(0, 16) || "nothing"} |`),
    ],
    holds: rows.every(([, digest]) => digest === whole),
  };
}

async function inChromium(): Promise<[string, string][]> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
    bundle: true,
    conditions: ["@mnist/source", "browser"],
    format: "iife",
    globalName: "page",
    write: false,
    logLevel: "error",
  });
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  try {
    const rows: [string, string][] = [];
    for (const isIsolated of [false, true]) {
      const page = await browser.newPage();
      const headers = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      };
      await page.route("http://localhost/**", (route) =>
        route.fulfill({
          contentType: "text/html",
          headers: isIsolated ? headers : {},
          body: `<!doctype html><script>${outputFiles[0]!.text}</script>`,
        }),
      );
      await page.goto("http://localhost/");
      const digest = (await page.evaluate("page.weights()")) as string;
      rows.push([`Chromium ${browser.version()}, ${isIsolated ? "" : "not "}cross-origin isolated`, digest]);
      await page.close();
    }
    return rows;
  } finally {
    await browser.close();
  }
}
