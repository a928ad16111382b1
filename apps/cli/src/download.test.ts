import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectOneLine, mnist, mnistCommand, root, surroundings } from "./testing/run-mnist.js";

let folder: string;
let server: Server;
/** A mirror that sends the beginning of whatever it is asked for, and no more. */
let mirror: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-download-"));
  server = createServer((_, response) => {
    response.writeHead(200, { "content-length": 1_000_000, etag: '"1"' });
    response.write(Buffer.alloc(50_000));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe("mnist data get", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "stopped by %s says so in one line, and keeps what came under no data set's name",
    async (signal, expected) => {
      const home = join(folder, signal);
      await mkdir(home);
      const child = spawn(
        process.execPath,
        mnistCommand(["data", "get", "mnist_sample", "--mirror", mirror]),
        {
          cwd: root,
          env: { ...surroundings(), MNIST_HOME: home },
        },
      );
      let err = "";
      child.stderr.on("data", (text) => {
        err += String(text);
      });
      const closed = once(child, "close");
      await expect
        .poll(() => readdir(join(home, "archives")).catch(() => []), { timeout: 60_000 })
        .not.toEqual([]);
      child.kill(signal);
      expect((await closed)[0]).toBe(expected);
      expect(err.trim().split("\n").at(-1)).toBe(
        "error stopped. What came of a download is kept; the same command goes on with it.",
      );
      expect(err).not.toMatch(/\n\s+at |aborted/);
      expect(await readdir(home)).toEqual(["archives"]); // no lock, no folder that looks whole
      for (const name of await readdir(join(home, "archives"))) expect(name).toMatch(/\.partial$/);
    },
    120_000,
  );
});

it("--offline writes nothing, whether the data is there or not", async () => {
  const home = join(folder, "offline");
  await mkdir(home);
  const commands = [
    ["data", "get", "mnist", "--offline"],
    ["data", "show", "-d", "mnist_sample", "--offline"],
    ["train", "digits", "-d", "kmnist", "--offline", "--no-run"],
  ];
  for (const command of commands) {
    const environment = { MNIST_HOME: home, XDG_CACHE_HOME: join(folder, "cache") };
    expectOneLine(await mnist(command, environment), /the network is not to be asked/);
    expect(await readdir(home)).toEqual([]);
    expect(await readdir(folder)).not.toContain("cache");
  }
}, 120_000);
