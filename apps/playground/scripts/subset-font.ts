/** Makes src/fonts/instrument-sans.woff2: the letters that the page uses, all weights from 400 to 700. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const { resolve } = createRequire(import.meta.url);
const source = resolve("@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2");
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const letters = `${ascii}\u00a0×·²³±÷°–—‘’“”…−→←↑↓äöüßéèçñÄÖÜ`;

const subset = await subsetFont(await readFile(source), letters, {
  targetFormat: "woff2",
  variationAxes: { wght: { min: 400, max: 700 } },
});
await writeFile(new URL("../src/fonts/instrument-sans.woff2", import.meta.url), subset);
console.log(`${letters.length} characters, ${subset.length} bytes`);
