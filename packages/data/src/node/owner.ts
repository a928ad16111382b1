import { randomBytes } from "node:crypto";
import { hostname } from "node:os";

/** Names a process's temporary files, so that others can tell whether it still lives: `1234-9f3a61c2`. */
export function ownerToken(): string {
  return `${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** The process that made a token, or NaN. */
export function pidOf(token: string): number {
  return /^\d+-[0-9a-f]{8}$/.test(token) ? Number.parseInt(token, 10) : Number.NaN;
}

/** A token like {@link ownerToken}'s that belongs to no process. */
export function orphanToken(): string {
  return `0-${randomBytes(4).toString("hex")}`;
}

/** True while a process of this machine runs under that number. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** This machine's name. */
export const host = hostname();
