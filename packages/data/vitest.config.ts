import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@mnist/source"] },
  ssr: { resolve: { conditions: ["@mnist/source"] } },
  test: { include: ["src/**/*.test.ts"] },
});
