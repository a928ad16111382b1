import { defineConfig } from "vitest/config";
import { embedKernels } from "../../tooling/build/embed-kernels.js";
import { projects } from "../../tooling/vitest/devices.js";

await embedKernels();

export default defineConfig({ test: { projects: projects() } });
