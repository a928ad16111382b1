import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { FileError } from "../file-error.js";
import { checkLoadOptions } from "./load-options.js";

/** The variables that decide where data lies. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Where data is looked for, and where it is put. */
export interface DataFolders {
  /** Looked in first; undefined where `MNIST_HOME` isn't set. */
  readonly home: string | undefined;
  /** Where downloads go and what was fetched before is found. */
  readonly cache: string;
}

/**
 * `home` is the option or `MNIST_HOME`. `cache` is the option, else `home` if it can be written to,
 * else `mnist` in the platform's cache folder (`~/.cache` or `XDG_CACHE_HOME`, `~/Library/Caches`, `%LOCALAPPDATA%`).
 * @throws FileError where `home` is a file, or lies below one, and ArgumentError for options that there are not.
 */
export function dataFolders(
  options: { readonly home?: string; readonly cacheFolder?: string } = {},
  environment: Environment = process.env,
  platform: string = process.platform,
): DataFolders {
  checkLoadOptions("dataFolders", options);
  const given = options.home ?? environment.MNIST_HOME;
  const home = given ? resolve(given) : undefined;
  if (home !== undefined) refuseFile(home);
  if (options.cacheFolder !== undefined) return { home, cache: resolve(options.cacheFolder) };
  return { home, cache: home !== undefined && canHold(home) ? home : platformCache(environment, platform) };
}

function refuseFile(home: string): void {
  try {
    if (statSync(home).isDirectory()) return;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOTDIR")) return; // said when it is looked into
  }
  throw new FileError({
    file: home,
    got: "a file",
    expected: "MNIST_HOME to be a folder of data sets",
    hint: "Set it to a folder, or leave it unset.",
  });
}

function platformCache(environment: Environment, platform: string): string {
  if (platform === "win32") {
    return join(environment.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "mnist", "Cache");
  }
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "mnist");
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "mnist");
}

/** True for a folder that isn't there yet, or that is marked writable (root could write to any, and must not). */
function canHold(folder: string): boolean {
  try {
    if ((statSync(folder).mode & 0o222) === 0) return false;
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}
