import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@mnist/source"] },
  ssr: { resolve: { conditions: ["@mnist/source"] } },
  test: { testTimeout: 120_000, include: ["{src,notebooks}/**/*.test.ts"] },
});
