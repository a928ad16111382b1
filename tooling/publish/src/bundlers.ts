// Production builds of a folder's entries, each by a bundler as its users configure it. Entries come out as NAME.js.
import type { build as esbuildBuild } from "esbuild";
import { load } from "./tools.js";

/** Builds entries of a project, by name, into a folder. */
type Bundler = (project: string, entries: Readonly<Record<string, string>>, out: string) => Promise<void>;

const esbuild: Bundler = async (project, entryPoints, outdir) => {
  const { build } = (await load("esbuild")) as { build: typeof esbuildBuild };
  await build({
    absWorkingDir: project,
    entryPoints: { ...entryPoints },
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
};

interface Vite {
  build(config: object): Promise<unknown>;
}

const vite: Bundler = async (root, input, outDir) => {
  const { build } = (await load("vite")) as Vite;
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      rolldownOptions: { input, output: { entryFileNames: "[name].js" } },
    },
  });
};

interface WebpackStats {
  hasErrors(): boolean;
  toString(options: string): string;
}
interface Webpack {
  default(config: object, done: (error: Error | null, stats?: WebpackStats) => void): unknown;
}

const webpack: Bundler = async (context, entry, path) => {
  const { default: bundle } = (await load("webpack")) as Webpack;
  await new Promise<void>((resolve, reject) =>
    bundle(
      {
        mode: "production",
        context,
        entry,
        output: { path, filename: "[name].js", publicPath: "/", globalObject: "globalThis" },
        performance: false,
      },
      (error, stats) => {
        if (error !== null) reject(error);
        else if (stats?.hasErrors()) reject(new Error(stats.toString("errors-only")));
        else resolve();
      },
    ),
  );
};

export const bundlers = { esbuild, vite, webpack } as const;
