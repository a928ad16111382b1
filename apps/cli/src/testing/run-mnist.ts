import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "vitest";

/** The folder of the command line tool's package. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Found from here, as the tool may run in any folder. */
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Turbo builds the tool before it runs these tests, and a built one starts in a fifth of the time. */
const isBuilt = process.env.TURBO_HASH !== undefined;
const fromSources = ["--conditions=@mnist/source", `--import=${loader}`, join(root, "src/mnist.ts")];

/** What Node is given to run the command line tool: as it was built, or from its sources. */
export const mnistCommand = (args: readonly string[]): string[] => [
  ...(isBuilt ? [join(root, "dist/mnist.js")] : fromSources),
  ...args,
];

/** The surroundings of a tool under test: its runs are kept out of the working tree. */
export const surroundings = (): NodeJS.ProcessEnv => ({
  ...process.env,
  MNIST_RUNS: join(tmpdir(), `mnist-runs-${process.pid}`),
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  npm_command: undefined, // the tool says how it was called
  npm_package_name: undefined,
});

/** Done, wrong data, wrong usage, stopped by a signal or a closed pipe. */
const statuses = new Set([0, 1, 2, 129, 130, 141, 143]);

/** Runs the command line tool as a process of its own. @throws where it ended by a signal or by Node's own doing. */
export function mnist(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const options = { cwd: root, env: { ...surroundings(), ...environment } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, mnistCommand(args), options, (error, out, err) => {
      const status = error === null ? 0 : Number(error.code);
      if (statuses.has(status)) resolve({ status, out, err });
      else reject(new Error(`mnist ended by ${error?.signal ?? `status ${status}`}: ${err}`));
    });
  });
}

/** One clear line on standard error, no stack trace, nothing on standard output. */
export function expectOneLine({ err, out }: Finished, words: RegExp): void {
  expect(err).toMatch(words);
  expect(err).not.toMatch(/\n\s+at /);
  expect(out).toBe("");
}
