import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive, orphanToken, ownerToken, pidOf } from "./owner.js";

/** Where the bytes of a partial download come from; only the same file of the same server continues it. */
export interface Origin {
  readonly url: string;
  /** The server's ETag or Last-Modified. */
  readonly validator: string;
}

/**
 * A download that isn't whole yet: a folder `NAME.TOKEN.partial` beside the target with the bytes and their origin.
 * It belongs to one process; another adopts it, by renaming the folder, once its owner is gone.
 */
export class Partial {
  private constructor(
    private readonly target: string,
    private readonly folder: string,
  ) {}

  /** Adopts what a killed process left of `target`, or starts with nothing. */
  static open(target: string): Partial {
    const parent = dirname(target);
    mkdirSync(parent, { recursive: true });
    const own = `${target}.${ownerToken()}.partial`;
    let adopted = false;
    for (const name of leftBehind(target, "partial")) {
      if (adopted) rmSync(join(parent, name), { recursive: true, force: true });
      else {
        try {
          renameSync(join(parent, name), own);
          adopted = true;
        } catch {
          // Another process was faster.
        }
      }
    }
    mkdirSync(own, { recursive: true });
    return new Partial(target, own);
  }

  /** The file that the bytes go to. */
  get path(): string {
    return join(this.folder, "bytes");
  }

  /** How many bytes are there. */
  get length(): number {
    try {
      return statSync(this.path).size;
    } catch {
      return 0;
    }
  }

  /** Where the bytes come from; undefined where there are none. */
  get origin(): Origin | undefined {
    try {
      const origin: unknown = JSON.parse(readFileSync(join(this.folder, "origin.json"), "utf8"));
      if (typeof origin !== "object" || origin === null || !("url" in origin) || !("validator" in origin))
        return undefined;
      return { url: String(origin.url), validator: String(origin.validator) };
    } catch {
      return undefined;
    }
  }

  /** Forgets the bytes; those that follow come from `origin`. */
  restart(origin: Origin | undefined): void {
    writeFileSync(this.path, "");
    rmSync(join(this.folder, "origin.json"), { force: true });
    if (origin !== undefined) writeFileSync(join(this.folder, "origin.json"), JSON.stringify(origin));
  }

  /** Puts the bytes in their place in one step. */
  finish(): void {
    renameSync(this.path, this.target);
    this.discard();
  }

  /** Leaves the bytes to whoever asks for the same file next. */
  release(): void {
    if (this.length === 0) this.discard();
    else renameSync(this.folder, `${this.target}.${orphanToken()}.partial`);
  }

  /** Leaves nothing behind. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An hour after which even a living process's number says nothing: it may be another's by now. */
const forgottenMilliseconds = 3_600_000;

/** The temporary files beside `target` (`NAME.TOKEN.suffix`) whose process is gone. */
function leftBehind(target: string, suffix: string): string[] {
  const start = `${basename(target)}.`;
  return readdirSync(dirname(target)).filter((name) => {
    if (!name.startsWith(start) || !name.endsWith(`.${suffix}`)) return false;
    const pid = pidOf(name.slice(start.length, -suffix.length - 1));
    if (Number.isNaN(pid)) return false;
    if (!isAlive(pid)) return true;
    try {
      return Date.now() - statSync(join(dirname(target), name)).mtimeMs > forgottenMilliseconds;
    } catch {
      return false;
    }
  });
}

/** Removes the temporary files beside `target` whose process is gone. */
export function removeLeftBehind(target: string, suffix: string): void {
  for (const name of leftBehind(target, suffix)) {
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}
