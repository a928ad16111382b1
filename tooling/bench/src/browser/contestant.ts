import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright";
import { serve } from "../ours/serve.js";
import { adapterOf, openPage } from "./page.js";
import { type Contest, workOf } from "./work.js";

/** A library's part of the job in a page of the Chrome that the run shares: contestant ours|jax|tfjs digits|digits-conv|kernels */
const [, , library = "ours", part = "digits"] = process.argv;
const script = library === "ours" ? "ours.ts" : `../../peers/browser/${library}.js`;

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
  bundle: true,
  conditions: ["@mnist/source", "browser"],
  format: "iife",
  globalName: "contest",
  logLevel: "error",
  minify: true,
  target: "es2024",
  write: false,
});
const browser = await chromium.connect(process.env.MNIST_CHROME!);
const page = await openPage(browser, outputFiles[0]!.text);
page.on("console", (message) => console.error(message.text()));
const adapter = await adapterOf(page);
if (adapter === null) throw new Error("Chrome has no WebGPU adapter");

const work = workOf(part, adapter.isSoftware);
const about = (await page.evaluate(
  `contest.setUp(${JSON.stringify(work)}).then(({ round, about }) => { globalThis.round = round; return about; })`,
)) as Contest["about"];

await serve({
  round: () => page.evaluate("round()"),
  about: {
    ...about,
    adapter: adapter.name,
    driver: adapter.isSoftware ? "software" : "hardware",
    Chrome: browser.version(),
    ...(adapter.isSoftware && { mostRounds: 2 }),
  },
  warmUps: 2,
});
await browser.close();
