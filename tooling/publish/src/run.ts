import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const workspace = fileURLToPath(new URL("../../..", import.meta.url));

/** Without what npm and pnpm tell the scripts that they run: it would win over a project's own settings. */
const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^p?npm_/i.test(name)));

const environment = {
  ...own,
  NO_COLOR: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  DENO_NO_UPDATE_CHECK: "1",
};

/** What a command came to, whether it failed or not. */
export function runWhole(command: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: environment });
  return { status, out: stdout, err: stderr };
}

/** A command's standard output. @throws Error with all that it printed where it fails. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, out, err } = runWhole(command, args, cwd);
  if (status === 0) return out;
  throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${readable(out + err)}`);
}

/** Without a minified program's lines, which an engine quotes whole. */
const readable = (printed: string) =>
  printed
    .split("\n")
    .map((line) => line.slice(0, 500))
    .join("\n");

/** Starts a command that goes on until it is ended; answers once it prints what is awaited. */
export async function start(command: string, args: readonly string[], cwd: string, awaited: RegExp) {
  const child = spawn(command, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const read = (text: Buffer) => {
      printed += text;
      if (awaited.test(printed)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`${command} ended with ${status}\n${printed}`)));
  });
  return { printed, stop: () => void child.kill() };
}
