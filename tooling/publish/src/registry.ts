// A registry on this machine that has the packages as they would be published, and asks the usual one for all others.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { run, start } from "./run.js";
import { script } from "./tools.js";

export interface Registry {
  readonly url: string;
  publish(tarball: string): void;
  /** Publishes a tarball under another version, its sisters asked for in the range of that version. */
  publishAs(tarball: string, version: string): void;
  stop(): void;
}

/** Starts one with empty shelves in a folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  const port = await freePort();
  const url = `http://localhost:${port}/`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "config.yaml"),
    configuration(run("npm", ["config", "get", "registry"], folder)),
  );
  writeFileSync(join(folder, ".npmrc"), `registry=${url}\n//localhost:${port}/:_authToken=nobody\n`);
  const server = await start(
    process.execPath,
    [script("verdaccio"), "--config", join(folder, "config.yaml"), "--listen", String(port)],
    folder,
    /http address/,
  );
  const send = (path: string, tag: string) =>
    void run("npm", ["publish", path, "--tag", tag, "--userconfig", join(folder, ".npmrc")], folder);
  return {
    url,
    publish: (tarball) => send(tarball, "latest"),
    publishAs: (tarball, version) => send(rewritten(folder, tarball, version), "other"),
    stop: server.stop,
  };
}

const configuration = (upstream: string) => `
storage: ./storage
uplinks: { npmjs: { url: "${upstream.trim()}", maxage: 1h } }
packages:
  "@mnist/*": { access: $all, publish: $all, unpublish: $all }
  "mnist-cli": { access: $all, publish: $all, unpublish: $all }
  "**": { access: $all, proxy: npmjs }
middlewares: { audit: { enabled: false } }
log: { type: stdout, format: pretty, level: warn }
`;

/** A folder with what a tarball holds, saying another version of itself. */
function rewritten(folder: string, tarball: string, version: string): string {
  const target = join(folder, `${version}-${tarball.split(/[\\/]/).at(-1)}`);
  mkdirSync(target);
  run("tar", ["-xzf", tarball, "-C", target], folder);
  const path = join(target, "package/package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const sisters = Object.entries<string>(manifest.dependencies ?? {}).map(([name, range]) => [
    name,
    name.startsWith("@mnist/") ? `^${version}` : range,
  ]);
  const dependencies = Object.fromEntries(sisters);
  writeFileSync(path, JSON.stringify({ ...manifest, version, dependencies }));
  const dist = join(target, "package/dist");
  for (const name of readdirSync(dist).filter((each) => each.endsWith(".js"))) {
    const text = readFileSync(join(dist, name), "utf8");
    writeFileSync(
      join(dist, name),
      text.replaceAll(`version = "${manifest.version}"`, `version = "${version}"`),
    );
  }
  return join(target, "package");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
