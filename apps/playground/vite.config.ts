import { preact } from "@preact/preset-vite";
import { defaultClientConditions, defineConfig } from "vite";

/** What lets a page share memory between threads; a host that leaves them out gives a page that runs on one. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [preact()],
  resolve: { conditions: ["@mnist/source", ...defaultClientConditions] },
  worker: { format: "es" },
  server: { headers },
  preview: { headers },
  build: { target: "es2022" },
});
