import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const source = fileURLToPath(new URL(".", import.meta.url));

/** Every file of the package that an entry reaches, and every import that leaves it. */
function reach(entry: string): { files: Set<string>; outside: Set<string> } {
  const files = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
      if (target.startsWith(".")) visit(join(dirname(file), target.replace(/\.js$/, ".ts")));
      else outside.add(target);
    }
  };
  visit(join(source, entry));
  return { files, outside };
}

it("reaches nothing of Node's from the browser's entry", () => {
  const { files, outside } = reach("browser.ts");
  expect(files.size).toBeGreaterThan(20);
  expect([...outside].sort()).toEqual(["@mnist/tensor", "@mnist/tensor/internal", "fflate", "jpeg-js"]);
  for (const file of files) {
    expect(relative(source, file)).not.toMatch(/^node/);
    expect(readFileSync(file, "utf8")).not.toMatch(/\bBuffer\.|\bprocess\./);
  }
});

it("exports the same from both entries, and Node's beside", () => {
  expect(readFileSync(join(source, "index.ts"), "utf8")).toMatch(/^export \* from "\.\/browser\.js";/);
});
