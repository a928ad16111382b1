import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { host, isAlive, ownerToken, pidOf } from "./owner.js";
import { fileSystemError } from "./read-file.js";

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once if somebody else holds the lock. */
  readonly onWait?: (owner: string) => void;
}

/** A living owner touches its lock this often, */
const heartbeatMilliseconds = 2000;
/** and counts as gone once the lock is older than this. */
const staleMilliseconds = 30_000;
const pollMilliseconds = 100;

interface Owner {
  readonly token: string;
  readonly host: string;
}

/**
 * Runs an action while no other process runs one under the same path. A lock whose owner was killed is taken over.
 * Two processes may still meet if a machine sleeps through {@link staleMilliseconds}: so what runs inside
 * writes under names of its own and renames, and the lock only spares it doing the work twice.
 */
export async function withLock<Result>(
  path: string,
  action: () => Promise<Result>,
  options: LockOptions = {},
): Promise<Result> {
  const token = ownerToken();
  await acquire(path, token, options);
  const heartbeat = setInterval(() => touch(path), heartbeatMilliseconds);
  heartbeat.unref();
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    if (readOwner(path)?.token === token) rmSync(path, { force: true });
  }
}

async function acquire(path: string, token: string, { signal, onWait }: LockOptions): Promise<void> {
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ token, host } satisfies Owner), { flag: "wx" });
      return;
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) {
        throw fileSystemError(cause, path, "a lock file to write");
      }
    }
    const owner = readOwner(path);
    if (isStale(path, owner)) {
      takeAway(path, owner, token);
      continue;
    }
    if (!waited) onWait?.(owner?.token ?? "another process");
    await sleep(pollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
}

/** Removes a dead owner's lock, unless somebody else did and took it meanwhile. */
function takeAway(path: string, owner: Owner | undefined, token: string): void {
  const aside = `${path}.${token}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = readOwner(aside);
  if (taken !== undefined && taken.token !== owner?.token) {
    try {
      writeFileSync(path, JSON.stringify(taken), { flag: "wx" });
    } catch {
      // A third one has it: the one that was moved aside works on under names of its own.
    }
  }
  rmSync(aside, { force: true });
}

function isStale(path: string, owner: Owner | undefined): boolean {
  let age: number;
  try {
    age = Date.now() - statSync(path).mtimeMs;
  } catch {
    return false;
  }
  if (owner === undefined) return age > pollMilliseconds * 20;
  return age > staleMilliseconds || (owner.host === host && !isAlive(pidOf(owner.token)));
}

function readOwner(path: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof owner !== "object" || owner === null || !("token" in owner) || !("host" in owner))
      return undefined;
    return { token: String(owner.token), host: String(owner.host) };
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Gone or taken over: nothing here depends on it.
  }
}
