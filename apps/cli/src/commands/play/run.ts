import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { locateFiles, URLs } from "@mnist/data";
import { interrupted, statusOf } from "../../terminal/interrupt.js";
import { servePage } from "./serve-page.js";

/** The page beside the packed tool, or as the workspace builds it. */
function pageFolder(): string {
  const places = ["./playground/", "../../../../playground/dist/"];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(join(folder, "index.html")));
  if (found === undefined)
    throw new Error("this copy of the tool has no page. In the workspace, npm run build makes it.");
  return found;
}

/** The files of MNIST on this machine, to be learned from in the page. */
function mnistFiles(): readonly string[] {
  const idx = locateFiles(URLs.MNIST_IDX);
  return idx.length > 0 ? idx : locateFiles(URLs.MNIST);
}

export async function run({ port, open }: { readonly port: number; readonly open: boolean }): Promise<void> {
  const data = mnistFiles();
  const server = servePage(pageFolder(), data);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  console.log(`${address}  (Ctrl-C ends it)`);
  if (data.length === 0)
    console.log("It learns from drawn digits; after `mnist data get mnist` also from MNIST’s.");
  if (open) openBrowser(address);
  const interrupt = interrupted();
  await once(interrupt.signal, "abort");
  interrupt.stop();
  server.closeAllConnections();
  server.close();
  process.exitCode = interrupt.ending === null ? 0 : statusOf(interrupt.ending);
}

function openBrowser(address: string): void {
  const [command, ...rest] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[
    process.platform as string
  ] ?? ["xdg-open"];
  const child = spawn(command!, [...rest, address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // the address is printed for whoever has no browser here
  child.unref();
}
