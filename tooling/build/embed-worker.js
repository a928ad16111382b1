// Bundles packages/data's worker thread and writes it as a string into a git-ignored TypeScript file.
// usage: node embed-worker.js
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Found from here, wherever a bundler puts this file.
const { build } = createRequire(import.meta.url)("esbuild");
const packages = join(dirname(fileURLToPath(import.meta.url)), "../../packages");
const folder = join(packages, "data/src/prefetch");
const target = join(folder, "embedded-worker.ts");

export async function embedWorker() {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "picture-worker.ts")],
    // The thread makes pictures of bytes; of the tensors it needs no more than their errors and checks of options.
    alias: {
      "@mnist/tensor": join(packages, "tensor/src/errors.ts"),
      "@mnist/tensor/internal": join(packages, "tensor/src/options.ts"),
    },
    bundle: true,
    banner: { js: "/*! fflate 0.8.3, MIT License, Copyright (c) 2023 Arjun Barrett */" },
    format: "iife",
    keepNames: true,
    minify: true,
    target: "es2022",
    write: false,
  });
  const source = JSON.stringify(outputFiles[0].text);
  const text = `// Generated from picture-worker.ts.\nexport const pictureWorkerSource: string =\n  ${source};\n`;
  if (existsSync(target) && readFileSync(target, "utf8") === text) return;
  // Two processes may generate at once: each writes a file of its own and renames it into place.
  const temporary = `${target}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, target);
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) await embedWorker();
