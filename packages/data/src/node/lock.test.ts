import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { withLock } from "./lock.js";

/** A lock file that another left; no process has a number so high. */
function leave(path: string, owner: Record<string, string>, ageSeconds = 0): void {
  writeFileSync(path, JSON.stringify(owner));
  const then = new Date(Date.now() - ageSeconds * 1000);
  utimesSync(path, then, then);
}

describe("withLock", () => {
  it("lets one in at a time, and leaves no file", async () => {
    const path = join(temporaryFolder(), "x.lock");
    let inside = 0;
    const waited: string[] = [];
    const work = async (number: number) => {
      expect(++inside).toBe(1);
      await sleep(5);
      inside--;
      return number;
    };
    const onWait = (owner: string) => waited.push(owner);
    const all = [1, 2, 3].map((number) => withLock(path, () => work(number), { onWait }));
    expect(await Promise.all(all)).toEqual([1, 2, 3]);
    expect(waited[0]).toMatch(new RegExp(`^${process.pid}-`));
    expect(existsSync(path)).toBe(false);
  });

  it("opens again when the action fails", async () => {
    const path = join(temporaryFolder(), "x.lock");
    await expect(withLock(path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(path)).toBe(false);
  });

  it("takes over from a process that is gone, here or elsewhere, and from a torn file", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "x.lock");
    leave(path, { token: "4194999-00000000", host: hostname() });
    expect(await withLock(path, async () => "here")).toBe("here");
    leave(path, { token: "1-00000000", host: "elsewhere" }, 40);
    expect(await withLock(path, async () => "elsewhere")).toBe("elsewhere");
    writeFileSync(path, "{");
    utimesSync(path, 0, 0);
    expect(await withLock(path, async () => "torn")).toBe("torn");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("waits for a living owner until it is told to stop", async () => {
    const path = join(temporaryFolder(), "x.lock");
    leave(path, { token: `${process.pid}-00000000`, host: hostname() });
    const entering = withLock(path, async () => "in", { signal: AbortSignal.timeout(150) });
    await expect(entering).rejects.toThrow();
    expect(existsSync(path)).toBe(true);
    leave(path, { token: "1-00000000", host: "elsewhere" });
    await expect(withLock(path, async () => "in", { signal: AbortSignal.timeout(150) })).rejects.toThrow();
  });
});
