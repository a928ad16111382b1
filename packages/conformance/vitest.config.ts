import { defineConfig } from "vitest/config";
import { projects } from "../../tooling/vitest/devices.js";

export default defineConfig({ test: { projects: projects() } });
