import { preact } from "@preact/preset-vite";
import { defaultClientConditions, defineConfig } from "vite";
import { readyNetworks } from "./build/ready-networks.js";
import { serviceWorker } from "./build/service-worker.js";

/** What lets a page share memory between threads; the service worker adds them where a host leaves them out. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  base: "./",
  plugins: [preact(), readyNetworks(), serviceWorker()],
  resolve: { conditions: ["@mnist/source", ...defaultClientConditions] },
  worker: { format: "es" },
  server: { headers },
  preview: { headers },
  build: { target: "es2022", modulePreload: { polyfill: false } },
});
