import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TrialResult } from "@mnist/learner/sweep";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, missingRedis, RedisServer } from "../testing/redis-server.js";
import { expectOneLine, mnist, mnistCommand, root } from "../testing/run-mnist.js";

const missing = missingRedis();
if (missing !== null) console.log(`Left out: sweeps over Redis, there is ${missing}`);

const folder = mkdtempSync(join(tmpdir(), "mnist-sweep-"));
const spec = join(folder, "grid.yaml");
writeFileSync(
  spec,
  `name: grid
train: { recipe: digits, dataset: strokes, samples: 1500 }
epochs: 4
parameters:
  lr: [0.03, 0.1, 0.3, 1]
  hidden: [10, 20]
  batchSize: [16, 32, 64]
`,
);
const running = new Set<ChildProcess>();

/** The command line tool, until it ends or is killed; `heard` is what it wrote on standard error. */
function start(...args: string[]) {
  const child = spawn(process.execPath, mnistCommand(args), {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const heard = { err: "", out: "" };
  child.stdout.on("data", (text) => {
    heard.out += text;
  });
  child.stderr.on("data", (text) => {
    heard.err += text;
  });
  const ended = new Promise<number | null>((resolve) =>
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return { child, heard, ended };
}

type Started = ReturnType<typeof start>;

/** Waits until a program has written as much. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(50);
}

const lines = ({ heard }: Started): number => heard.out.split("\n").length - 1;

/** What each trial came to, from the results file of the one sweep in a folder. */
function resultsIn(out: string): string[] {
  const [sweep] = readdirSync(out);
  const text = readFileSync(join(out, sweep!, "results.jsonl"), "utf8");
  const results = text
    .trimEnd()
    .split("\n")
    .map((each) => JSON.parse(each) as TrialResult);
  return results
    .sort((a, b) => a.trial - b.trial)
    .map(({ trial, settings, until, objective, weights }) =>
      JSON.stringify([trial, settings, until, objective, weights]),
    );
}

let embedded: string[] = [];
beforeAll(async () => {
  if (missing !== null) return;
  const { status } = await mnist(["sweep", spec, "--out", join(folder, "embedded"), "--json"]);
  expect(status).toBe(0);
  embedded = resultsIn(join(folder, "embedded"));
}, 300_000);
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(missing === null)("a sweep over Redis", { timeout: 600_000 }, () => {
  const servers: RedisServer[] = [];
  const server = async (name: string, password: string | null = null): Promise<RedisServer> => {
    const made = new RedisServer(await freePort(), mkdtempSync(join(folder, name)), password);
    servers.push(made);
    await made.start();
    return made;
  };
  afterAll(async () => {
    for (const each of servers) await each.stop();
  });
  const worker = (url: string): Started => start("worker", "--redis", url, "--lock", "2");

  it("comes to the same, bit for bit, with two workers killed and one that sleeps beyond its lock", async () => {
    const redis = await server("killed-");
    const workers = [worker(redis.url), worker(redis.url), worker(redis.url)] as const;
    const sweep = start("sweep", spec, "--redis", redis.url, "--out", join(folder, "killed"), "--json");
    await until(() => lines(sweep) >= 2);
    workers[0].child.kill("SIGKILL");
    await until(() => lines(sweep) >= 6);
    workers[2].child.kill("SIGSTOP");
    await sleep(6000);
    workers[2].child.kill("SIGCONT");
    await until(() => lines(sweep) >= 12);
    workers[1].child.kill("SIGKILL");
    expect(await sweep.ended, sweep.heard.err).toBe(0);
    expect(resultsIn(join(folder, "killed"))).toEqual(embedded);
    workers[2].child.kill("SIGTERM");
    expect(await workers[2].ended, workers[2].heard.err).toBe(0);
    expect(workers[2].heard.err).toContain("finishing what is under way");
  });

  it("waits where the server is gone, and hands out anew what it has forgotten", async () => {
    const redis = await server("gone-");
    const workers = [worker(redis.url), worker(redis.url)];
    const sweep = start("sweep", spec, "--redis", redis.url, "--out", join(folder, "gone"), "--json");
    await until(() => lines(sweep) >= 3);
    await redis.stop();
    await sleep(10_000);
    await redis.start();
    await until(() => lines(sweep) >= 9);
    expect(sweep.heard.err).toContain("Redis does not answer; waiting for it.");
    expect(sweep.heard.err).toContain("Redis is back.");
    expect(sweep.heard.err).not.toContain("forgotten");
    await redis.stop();
    rmSync(join(redis.folder, "appendonlydir"), { recursive: true });
    await redis.start();
    expect(await sweep.ended, sweep.heard.err).toBe(0);
    expect(sweep.heard.err).toMatch(/Redis has forgotten \d+ trials/);
    expect(resultsIn(join(folder, "gone"))).toEqual(embedded);
    for (const each of workers) each.child.kill("SIGTERM");
    await Promise.all(workers.map((each) => each.ended));
  });

  it("says in one line what is wrong with the server, and never the password", async () => {
    const redis = await server("locked-", "sesame");
    const wrong = `redis://:guess@127.0.0.1:${redis.port}`;
    for (const command of [["worker"], ["sweep", spec, "--out", join(folder, "refused")]]) {
      const refused = await mnist([...command, "--redis", wrong]);
      expectOneLine(refused, /redis:\/\/127\.0\.0\.1:\d+: got a server that refuses the password/);
      expect(refused.err).not.toContain("guess");
    }
    const nobody = await mnist(["worker", "--redis", `redis://127.0.0.1:${await freePort()}`]);
    expectOneLine(nobody, /got no answer; expected a Redis server\./);
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expectOneLine(
      await mnist(["worker", "--redis", `redis://127.0.0.1:${port}`]),
      /got an answer that is not Redis's/,
    );
    other.close();
    expectOneLine(await mnist(["worker", "--redis", "localhost"]), /got no address of a Redis server/);
    expectOneLine(await mnist(["worker"]), /which Redis server\?/);
  });
});
