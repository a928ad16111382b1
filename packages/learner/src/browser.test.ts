import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const source = fileURLToPath(new URL(".", import.meta.url));

/** Every import that leaves the package from the files that an entry reaches. */
function outsideOf(entry: string): string[] {
  const files = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(
      /(?:from|import)\s*\(?\s*"([^"\s]+)"/g,
    )) {
      if (target.startsWith(".")) visit(join(dirname(file), target.replace(/\.js$/, ".ts")));
      else outside.add(target);
    }
  };
  visit(join(source, entry));
  return [...outside].sort();
}

it("reaches nothing of Node's from the browser's entry", () => {
  expect(outsideOf("browser.ts").filter((target) => !target.startsWith("@mnist/"))).toEqual([]);
  expect(outsideOf("plot/index.ts").filter((target) => !target.startsWith("@mnist/"))).toEqual([
    "@resvg/resvg-wasm",
    "vega",
    "vega-lite",
  ]);
  expect(outsideOf("index.ts")).toContain("node:fs/promises");
});
