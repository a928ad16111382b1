import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { servePage } from "./serve-page.js";

const html = "<html><head><title>page</title></head></html>";

/** Serves a page beside files of data; answers how to ask it. */
async function serve(names: readonly string[]): Promise<(path: string) => Promise<Response>> {
  const root = mkdtempSync(join(tmpdir(), "mnist-play-"));
  const [page, data] = [join(root, "page"), join(root, "elsewhere")];
  for (const folder of [page, data]) mkdirSync(folder);
  writeFileSync(join(page, "index.html"), html);
  writeFileSync(join(root, "secret.txt"), "secret");
  for (const name of names) writeFileSync(join(data, name), `of ${name}`);
  const server = servePage(
    page,
    names.map((name) => join(data, name)),
  ).listen(0, "127.0.0.1");
  await new Promise((ready) => server.once("listening", ready));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(root, { recursive: true });
  });
  const { port } = server.address() as AddressInfo;
  return (path) => fetch(`http://127.0.0.1:${port}${path}`);
}

it("the page is told which files of MNIST it may ask for, and gets them", async () => {
  const ask = await serve(["train-images-idx3-ubyte.gz", "odd name"]);
  const page = await (await ask("/")).text();
  expect(page).toContain('<meta name="mnist-files" content="train-images-idx3-ubyte.gz odd%20name" />');
  expect(await (await ask("/data/train-images-idx3-ubyte.gz")).text()).toBe("of train-images-idx3-ubyte.gz");
  expect(await (await ask("/data/odd%20name")).text()).toBe("of odd name");
});

it("without MNIST the page is as it was built", async () => {
  const ask = await serve([]);
  expect(await (await ask("/index.html")).text()).toBe(html);
});

it.each(["/data/..%2f..%2fsecret.txt", "/..%2fsecret.txt", "/%zz", "/data/", "/nothing.js"])(
  "%s is not there",
  async (path) => {
    const ask = await serve(["train-images-idx3-ubyte.gz"]);
    expect((await ask(path)).status).toBe(404);
    expect((await ask("/")).status).toBe(200);
  },
);
