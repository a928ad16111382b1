import { defineConfig } from "vitest/config";
import { projects } from "../../tooling/vitest/devices.js";

export default defineConfig({
  resolve: { conditions: ["@mnist/source"] },
  ssr: { resolve: { conditions: ["@mnist/source"] } },
  test: { projects: projects() },
});
