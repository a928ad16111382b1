// The projects that run a package's `*.webgpu.test.ts` on each WebGPU device of this machine. A device that is not there is
// named on the terminal, or with MNIST_REQUIRE_WEBGPU=1 an error.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";

const include = ["src/**/*.webgpu.test.ts"];
/** Tests that take many seconds: left out of a package's quick loop, `pnpm test:quick`. */
export const long = ["src/**/*.long.test.ts"];
const here = dirname(fileURLToPath(import.meta.url));
const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** Where Node's WebGPU finds a driver: the processor's that Chromium brings along, unless the machine names another. */
const environment = softwareDriver("/usr/lib/chromium");

function softwareDriver(folder) {
  const driver = join(folder, "vk_swiftshader_icd.json");
  if (process.env.VK_ICD_FILENAMES || !existsSync(driver)) return {};
  return { VK_ICD_FILENAMES: driver, MNIST_VULKAN_LOADER: join(folder, "libvulkan.so.1") };
}

/** Why a test could not run on WebGPU in Node, or null. */
function missingInNode() {
  const probe = spawnSync(process.execPath, [join(here, "probe.js")], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
    timeout: 120_000,
  });
  if (probe.status === 0) return null;
  return probe.stderr.trim().split("\n").at(-1) || "no adapter";
}

const missingInChromium = () => (existsSync(chromium) ? null : `no ${chromium}; CHROMIUM_PATH names another`);

/**
 * Milliseconds: enough for a machine that has much else to do. A software driver compiles a shader when it first meets it,
 * and waits for threads of its own that a busy machine may keep from running for a minute.
 */
const testTimeout = 180_000;

/** Packages are tested from their sources. */
const conditions = ["@mnist/source"];
const fromSources = { resolve: { conditions }, ssr: { resolve: { conditions } } };

const node = {
  ...fromSources,
  test: {
    name: "webgpu in node",
    include,
    testTimeout,
    env: environment,
    pool: "forks",
    setupFiles: [join(here, "load-vulkan.js")],
  },
};

const browser = {
  resolve: { conditions: [...conditions, "browser", "module"] },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    name: "webgpu in chromium",
    include,
    testTimeout,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: "chromium" }],
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          chromiumSandbox: false,
          args: [
            "--enable-unsafe-webgpu",
            "--use-webgpu-adapter=swiftshader",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
          ],
        },
      }),
    },
  },
};

/** @returns {import("vitest/config").TestProjectInlineConfiguration[]} */
export function webgpuProjects() {
  const missing = [
    { project: node, reason: missingInNode() },
    { project: browser, reason: missingInChromium() },
  ];
  return missing.flatMap(({ project, reason }) => {
    if (reason === null) return [project];
    const notice = `${project.test.name}: ${reason}`;
    if (process.env.MNIST_REQUIRE_WEBGPU) throw new Error(`a required device is missing: ${notice}`);
    console.log(`Left out: ${notice}`);
    return [];
  });
}

/** The projects of a package: all other tests in Node, the long ones apart, these on the devices. */
export function projects() {
  return [
    {
      ...fromSources,
      test: { name: "node", include: ["src/**/*.test.ts"], exclude: [...include, ...long], testTimeout },
    },
    { ...fromSources, test: { name: "long", include: long, testTimeout } },
    ...webgpuProjects(),
  ];
}
