import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkSettings } from "../check-settings.js";
import { FileError } from "../file-error.js";
import { host, isAlive, ownerToken, pidOf } from "./owner.js";
import { fileSystemError } from "./read-file.js";

export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once if somebody else holds the lock. */
  readonly onWait?: (owner: string) => void;
  /** Whether to wait for another process's lock, in place of refusing. @default true */
  readonly wait?: boolean;
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

/** A lock that this process has. */
export interface HeldLock {
  release(): void;
}

/**
 * Takes the lock at a path until it is released; where somebody else has it, waits, or refuses at once where `wait` is false.
 * A lock whose owner was killed is taken over. See {@link withLock}.
 *
 * @throws FileError where another process has it and nobody is to wait, and ArgumentError for options that there are not.
 */
export async function holdLock(path: string, options: LockOptions = {}): Promise<HeldLock> {
  checkSettings("holdLock", options, { signal: null, onWait: "function", wait: [true, false] });
  return await hold(path, options);
}

async function hold(path: string, options: LockOptions): Promise<HeldLock> {
  const token = ownerToken();
  await acquire(path, token, options);
  const heartbeat = setInterval(() => touch(path), heartbeatMilliseconds);
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      if (readOwner(path)?.token === token) rmSync(path, { force: true });
    },
  };
}

/** Who has the lock at a path, while they live; null where nobody has it. */
export function lockOwner(path: string): { readonly pid: number; readonly host: string } | null {
  const owner = readOwner(path);
  return owner === undefined || isStale(path, owner) ? null : { pid: pidOf(owner.token), host: owner.host };
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
  const lock = await hold(path, options);
  try {
    return await action();
  } finally {
    lock.release();
  }
}

async function acquire(
  path: string,
  token: string,
  { signal, onWait, wait = true }: LockOptions,
): Promise<void> {
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
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new FileError({ file: path, got: "a folder", expected: "a lock file, or nothing there" });
    const owner = readOwner(path);
    if (isStale(path, owner)) {
      takeAway(path, owner, token);
      continue;
    }
    if (!wait) {
      throw new FileError({
        file: path,
        got: `a lock that ${owner === undefined ? "another process" : `process ${pidOf(owner.token)} on ${owner.host}`} has`,
        expected: "one process at a time",
        hint: "Wait until it has ended, or work in another folder.",
      });
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
