import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const source = fileURLToPath(new URL("../src/service-worker.js", import.meta.url));

/** Writes service-worker.js beside the page, with the names of all that it keeps. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const files = Object.keys(bundle).filter((name) => name !== "service-worker.js");
        const hash = createHash("sha256");
        for (const name of files.sort()) {
          const part = bundle[name]!;
          hash.update(name).update(part.type === "chunk" ? part.code : part.source);
        }
        const text = (await readFile(source, "utf8"))
          .replace('"VERSION"', JSON.stringify(hash.digest("hex").slice(0, 16)))
          .replace('["FILES"]', JSON.stringify(["./", ...files, "favicon.svg"]));
        this.emitFile({ type: "asset", fileName: "service-worker.js", source: text });
      },
    },
  };
}
