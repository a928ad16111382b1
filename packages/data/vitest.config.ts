import { defineConfig } from "vitest/config";
import { embedWorker } from "../../tooling/build/embed-worker.js";
import { long } from "../../tooling/vitest/devices.js";

await embedWorker();

// The tests' servers are on this machine, and no proxy knows them.
for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];

export default defineConfig({
  resolve: { conditions: ["@mnist/source"] },
  ssr: { resolve: { conditions: ["@mnist/source"] } },
  test: {
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "node", include: ["src/**/*.test.ts"], exclude: long } },
      { extends: true, test: { name: "long", include: long } },
    ],
  },
});
