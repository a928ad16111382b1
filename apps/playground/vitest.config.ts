import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@mnist/source"] },
  ssr: { resolve: { conditions: ["@mnist/source"] } },
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/serve-page.ts",
    // Each file drives a browser that trains on all processors.
    fileParallelism: false,
  },
});
