import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DataError } from "@mnist/tensor";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FileCheck } from "../sources/urls.js";
import { expectBytes } from "../testing/expect-error.js";
import { type Answer, FileServer } from "../testing/file-server.js";
import { randomBytes } from "../testing/random.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { downloadFile } from "./download.js";
import type { DownloadOptions, Progress } from "./load-options.js";

const name = "data.gz";
const content = randomBytes(300_000, 1);
const bytes = new Uint8Array(gzipSync(content));
const check: FileCheck = { of: "content", sha256: createHash("sha256").update(content).digest("hex") };
const quick: DownloadOptions = { pauseMilliseconds: 1, stallMilliseconds: 150 };

async function start(...answers: Answer[]): Promise<FileServer> {
  const server = await FileServer.start({ [name]: bytes });
  server.answers.set(name, answers);
  onTestFinished(() => server.stop());
  return server;
}

/** Fetches into an empty folder; answers the folder. */
async function fetchFrom(
  servers: FileServer[],
  options: DownloadOptions = {},
  folder = temporaryFolder(),
): Promise<string> {
  const mirrors = servers.map(({ mirror }) => mirror);
  await downloadFile({ name, mirrors, check }, join(folder, name), { ...quick, ...options });
  return folder;
}

/** Whole and right, and nothing beside it. */
function expectWhole(folder: string): void {
  expect(readdirSync(folder)).toEqual([name]);
  expectBytes(readFileSync(join(folder, name)), bytes);
}

async function failureOf(promise: Promise<unknown>): Promise<DataError> {
  const error = await promise.then(
    () => new Error("expected a failure"),
    (cause: unknown) => cause,
  );
  if (error instanceof DataError) return error;
  throw error;
}

describe("downloadFile", () => {
  it("fetches, checks and names the file, and tells how far it is", async () => {
    const seen: Progress[] = [];
    const server = await start({ how: "slow", pieceBytes: 50_000, pauseMilliseconds: 2 });
    expectWhole(await fetchFrom([server], { onProgress: (progress) => seen.push(progress) }));
    expect(seen.at(-1)).toMatchObject({ phase: "check", file: name, from: server.mirror + name });
    const downloads = seen.filter(({ phase }) => phase === "download");
    expect(downloads.length).toBeGreaterThan(3);
    expect(downloads.at(-1)).toMatchObject({ done: bytes.length, total: bytes.length });
  });

  it("goes on where a connection broke off", async () => {
    const server = await start(
      { how: "truncate", after: 100_000 },
      { how: "truncate", after: 70_000 },
      { how: "serve" },
    );
    expectWhole(await fetchFrom([server]));
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, "bytes=100000-", "bytes=170000-"]);
  });

  it("goes on where a stalled one stopped", async () => {
    const server = await start({ how: "stall", after: 60_000 }, { how: "serve" });
    expectWhole(await fetchFrom([server]));
    expect(server.requests[1]!.range).toBe("bytes=60000-");
  });

  it("starts again where ranges are refused or wrong, or the file changed", async () => {
    const broken: Answer = { how: "truncate", after: 100_000 };
    expectWhole(await fetchFrom([await start(broken, { how: "whole" })]));
    expectWhole(await fetchFrom([await start(broken, { how: "other-range" }, { how: "serve" })]));
    const server = await start(broken, { how: "serve" });
    const fetching = fetchFrom([server]);
    server.version = 2;
    expectWhole(await fetching);
  });

  it("drops a resumed file whose start was another's, once", async () => {
    const other = randomBytes(bytes.length, 9);
    const folder = temporaryFolder();
    const server = await start({ how: "truncate", after: 5000 });
    await failureOf(fetchFrom([server], { attempts: 1 }, folder));
    // The server keeps its ETag over two different files: only the sum can tell.
    server.answers.set(name, [{ how: "wrong", bytes: other }, { how: "serve" }]);
    expectWhole(await fetchFrom([server], {}, folder));
    expect(server.requests.at(-1)!.range).toBe(undefined);
  });

  it("goes on in the next run with what the last one got", async () => {
    const folder = temporaryFolder();
    const server = await start({ how: "truncate", after: 80_000 }, { how: "status", status: 503 });
    await failureOf(fetchFrom([server], {}, folder));
    expect(existsSync(join(folder, name))).toBe(false);
    server.answers.set(name, [{ how: "serve" }]);
    const first = await start({ how: "serve" });
    // The mirror that has the start is asked first, wherever it stands in the list.
    expectWhole(await fetchFrom([first, server], {}, folder));
    expect(first.requests).toEqual([]);
    expect(server.requests.at(-1)!.range).toBe("bytes=80000-");
  });

  it("takes the next mirror after 404, wrong bytes, stalls and refused connections", async () => {
    const gone = await FileServer.start({});
    await gone.stop();
    const missing = await start({ how: "status", status: 404 });
    const wrong = await start({ how: "wrong", bytes: new Uint8Array(gzipSync(randomBytes(10, 2))) });
    const page = await start({ how: "wrong", bytes: new TextEncoder().encode("<html>") });
    const stalled = await start({ how: "stall", after: 10 });
    const good = await start({ how: "serve" });
    expectWhole(
      await fetchFrom([gone, missing, wrong, page, stalled, good]).catch((error) => Promise.reject(error)),
    );
    expect(missing.requests).toHaveLength(1);
    expect(wrong.requests).toHaveLength(1);
  });

  it("tries again after 503, and tells what each mirror answered", async () => {
    const server = await start(
      { how: "status", status: 503 },
      { how: "status", status: 429 },
      { how: "serve" },
    );
    expectWhole(await fetchFrom([server]));
    const down = await start({ how: "status", status: 503 });
    const missing = await start({ how: "status", status: 404 });
    const folder = temporaryFolder();
    expect((await failureOf(fetchFrom([down, missing], {}, folder))).message).toBe(
      `download of data.gz: got nothing to use (${down.mirror}data.gz: it answered 503 Service Unavailable; ` +
        `${missing.mirror}data.gz: it answered 404 Not Found); expected one mirror that has it. ` +
        "Check the network (and HTTPS_PROXY), or put data.gz into a folder and set MNIST_HOME to it.",
    );
    expect(down.requests).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses what is too large, told or not", async () => {
    const server = await start({ how: "serve" });
    expect((await failureOf(fetchFrom([server], { maximumBytes: 1000 }))).message).toContain(
      "at most 1000 are taken",
    );
  });

  it("stops at once when it is told to, and keeps what came", async () => {
    const controller = new AbortController();
    const server = await start({ how: "stall", after: 50_000 });
    const folder = temporaryFolder();
    const onProgress = ({ done }: Progress) => {
      if (done >= 50_000) setTimeout(() => controller.abort(), 5);
    };
    const settings = { signal: controller.signal, stallMilliseconds: 60_000, onProgress };
    const fetching = fetchFrom([server], settings, folder);
    await expect(fetching).rejects.toThrow("aborted");
    expect(existsSync(join(folder, name))).toBe(false);
    server.answers.set(name, [{ how: "serve" }]);
    expectWhole(await fetchFrom([server], {}, folder));
    expect(server.requests.at(-1)!.range).toBe("bytes=50000-");
  });

  it("checks a file's own sum, or its length and start", async () => {
    const server = await start({ how: "serve" });
    const sums = (algorithm: string, data: Uint8Array) => createHash(algorithm).update(data).digest("hex");
    const checks: FileCheck[] = [
      { of: "file", sha256: sums("sha256", bytes) },
      { of: "start", bytes: bytes.length, md5: sums("md5", bytes) },
    ];
    for (const each of checks) {
      const target = join(temporaryFolder(), name);
      await downloadFile({ name, mirrors: [server.mirror], check: each }, target, quick);
      const other = { ...each, ...(each.of === "start" ? { bytes: 5 } : { sha256: "00" }) };
      const failing = downloadFile({ name, mirrors: [server.mirror], check: other }, `${target}2`, quick);
      expect((await failureOf(failing)).message).toContain("The server has another file under this name.");
    }
  });
});
