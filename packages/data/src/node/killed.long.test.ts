import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { concatenate } from "../archives/byte-source.js";
import { FileServer } from "../testing/file-server.js";
import { killedSource } from "../testing/killed-source.js";
import { makeTar } from "../testing/make-archive.js";
import { randomBytes, seeded } from "../testing/random.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { untarData } from "./untar-data.js";

/** MNIST_LONG_TESTS kills at 50 moments. */
const moments = process.env.MNIST_LONG_TESTS ? 50 : 4;
const files = Array.from({ length: 4000 }, (_, index) => ({
  name: `set/${index % 10}/${index}.bin`,
  data: randomBytes(200, index),
}));
const tar = makeTar(files);
const content = hash(concatenate(files.map(({ data }) => data)));

function hash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Starts a process that fetches and unpacks, and waits until it is about to; `closed` settles when it is gone. */
async function startChild(
  ...parameters: string[]
): Promise<{ child: ChildProcess; closed: Promise<unknown> }> {
  const script = fileURLToPath(new URL("../testing/untar-child.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=@mnist/source", "--import=tsx", script, ...parameters],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const closed = once(child, "close");
  const ended = closed.then(() => Promise.reject(new Error("the process ended before it began")));
  await Promise.race([once(child.stdout, "data"), ended]);
  ended.catch(() => undefined);
  return { child, closed };
}

/** Everything that lies in the unpacked folder, as one sum. */
function sumOf(folder: string): string {
  return hash(concatenate(files.map(({ name }) => readFileSync(join(folder, name.slice("set/".length))))));
}

it(
  `finishes with the right bytes after kill -9 at ${moments} random moments of download and unpacking`,
  async () => {
    const server = await FileServer.start({ "set.tgz": new Uint8Array(gzipSync(tar)) });
    onTestFinished(() => server.stop());
    server.answers.set("set.tgz", [{ how: "slow", pieceBytes: 60_000, pauseMilliseconds: 10 }]);
    const random = seeded(1);
    const states = new Set<string>();
    for (let moment = 0; moment < moments; moment++) {
      const cache = temporaryFolder();
      const { child, closed } = await startChild(server.mirror, cache, hash(tar));
      // Some 250 ms of download and 400 of unpacking; each moment has its own stretch of them.
      await sleep(((moment + random()) / moments) * 700);
      child.kill("SIGKILL");
      await closed;
      const left = readdirSync(cache, { recursive: true, encoding: "utf8" }).slice(0, 20).join();
      states.add(
        ["partial", "unpacking", "set/"].find((state) => left.includes(state)) ?? "archive or nothing",
      );
      const folder = await untarData(killedSource(hash(tar)), { home: cache, mirrors: [server.mirror] });
      expect(sumOf(folder)).toBe(content);
      expect(readdirSync(cache).sort()).toEqual(["archives", "set"]);
      expect(readdirSync(join(cache, "archives"))).toEqual(["set.tgz"]);
      rmSync(cache, { recursive: true });
    }
    expect(states).toContain("partial");
    if (process.env.MNIST_LONG_TESTS) expect(states).toContain("unpacking");
  },
  60_000 + moments * 30_000,
);
