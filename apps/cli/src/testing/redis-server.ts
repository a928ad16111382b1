import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

/** Why there is no Redis server to test with, or null. */
export function missingRedis(): string | null {
  const isMissing = spawnSync("redis-server", ["--version"]).error !== undefined;
  if (!isMissing) return null;
  const reason = "no redis-server on the path (apt-get install redis-server)";
  if (process.env.MNIST_REQUIRE_REDIS) throw new Error(reason);
  return reason;
}

/** A port that nobody listens to. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** A Redis server of a test's own. */
export class RedisServer {
  #process: ChildProcess | null = null;

  constructor(
    readonly port: number,
    readonly folder: string,
    readonly password: string | null = null,
  ) {}

  get url(): string {
    return `redis://${this.password === null ? "" : `:${this.password}@`}127.0.0.1:${this.port}`;
  }

  /** Starts it with what its folder has. */
  async start(): Promise<void> {
    const keeping = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""];
    const secret = this.password === null ? [] : ["--requirepass", this.password];
    const args = [
      "--port",
      String(this.port),
      "--bind",
      "127.0.0.1",
      "--dir",
      this.folder,
      ...keeping,
      ...secret,
    ];
    this.#process = spawn("redis-server", args, { stdio: "ignore" });
    const probe = new Redis(this.url, { maxRetriesPerRequest: null });
    probe.on("error", () => {});
    await probe.ping();
    probe.disconnect();
  }

  async stop(): Promise<void> {
    const server = this.#process;
    this.#process = null;
    if (server === null || server.exitCode !== null) return;
    server.kill("SIGKILL");
    while (server.exitCode === null && server.signalCode === null) await sleep(20);
  }
}
