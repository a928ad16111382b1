import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const cache = fileURLToPath(new URL("../node_modules/.cache/ready-networks", import.meta.url));
const names = ["digits.bin", "digits-conv.bin"] as const;

/** Where the trained networks lie; the same scripts and data give the same ones, which are kept. */
async function trainedNetworks(): Promise<string> {
  const hash = createHash("sha256").update(process.env.MNIST_HOME ? "MNIST" : "strokes");
  for (const script of ["train-networks.ts", "pack-network.ts"])
    hash.update(await readFile(join(here, script)));
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true });
  const script = join(here, "train-networks.ts");
  const node = ["--conditions=@mnist/source", "--import=tsx", script, making];
  const { stdout } = await promisify(execFile)(process.execPath, node, { cwd: join(here, "..") });
  console.log(stdout.trim());
  await rename(making, folder).catch(() => {}); // another build was faster
  return folder;
}

/** Gives the page its networks, `networks/digits.bin` and `networks/digits-conv.bin`, trained in the build. */
export function readyNetworks(): Plugin {
  return {
    name: "ready-networks",
    async configureServer(server) {
      const folder = await trainedNetworks();
      server.middlewares.use("/networks", (request, response, next) => {
        const name = names.find((each) => request.url?.startsWith(`/${each}`));
        if (name === undefined) return next();
        void readFile(join(folder, name)).then((bytes) => response.end(bytes));
      });
    },
    async generateBundle() {
      const folder = await trainedNetworks();
      for (const name of names) {
        this.emitFile({
          type: "asset",
          fileName: `networks/${name}`,
          source: await readFile(join(folder, name)),
        });
      }
    },
  };
}
