import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DataError } from "@mnist/tensor";
import type { DataSource } from "../sources/urls.js";
import { type DataFolders, dataFolders } from "./cache-folder.js";
import { downloadFile } from "./download.js";
import { findArchive, findIdx } from "./find-data.js";
import { checkLoadOptions, type UntarOptions } from "./load-options.js";
import { withLock } from "./lock.js";
import { removeLeftBehind } from "./partial.js";
import { fileSystemError } from "./read-file.js";
import { unpackArchive } from "./unpack.js";

/**
 * The folder of a data set: found in `home` or in the cache, else fetched, checked and unpacked into the cache.
 * Killed at any moment, the next call goes on from there; two processes at once share the work.
 * @throws DataError where it isn't to be had, or what came is damaged, and ArgumentError for options that there are not.
 * @source fastai.data.external.untar_data
 * @example const path = await untarData(URLs.MNIST_SAMPLE);
 */
export async function untarData(source: DataSource, options: UntarOptions = {}): Promise<string> {
  checkLoadOptions("untarData", options);
  const folders = dataFolders(options);
  const lock = join(folders.cache, `${source.name}.lock`);
  const found = findFolder(source, folders);
  // A lock beside it: somebody is about to finish, or was killed and left more than the lock.
  if (found !== undefined && !existsSync(lock)) return found;
  if (found === undefined && locateArchive(source, folders) === undefined)
    refuseOffline(source, folders, options);
  const folder = join(folders.cache, source.name);
  const action = async () => {
    tidy(source, folders.cache);
    const ready = findFolder(source, folders);
    if (ready !== undefined) return ready;
    if (source.layout === "idx") await fetchInto(folder, source, options);
    else await unpackArchive(await obtainArchive(source, folders, options), folder, options);
    return folder;
  };
  return await withLock(lock, action, options);
}

/**
 * The path of a data set's archive, fetched if need be; unpacking 70,000 files takes longer than reading them packed.
 * @throws DataError as {@link untarData} does.
 */
export async function downloadArchive(source: DataSource, options: UntarOptions = {}): Promise<string> {
  checkLoadOptions("downloadArchive", options);
  const folders = dataFolders(options);
  const lock = join(folders.cache, `${source.name}.lock`);
  const found = locateArchive(source, folders);
  if (found !== undefined && !existsSync(lock)) return found;
  if (found === undefined) refuseOffline(source, folders, options);
  const action = async () => {
    tidy(source, folders.cache);
    return await obtainArchive(source, folders, options);
  };
  return await withLock(lock, action, options);
}

/** Removes what a process left that was killed after its work was done. */
function tidy(source: DataSource, cache: string): void {
  const folder = join(cache, source.name);
  if (existsSync(folder)) removeLeftBehind(folder, "unpacking");
  for (const { name } of source.files) {
    const path = join(cache, "archives", name);
    if (existsSync(path)) removeLeftBehind(path, "partial");
  }
}

/** The folder of a data set that is there already. */
function findFolder(source: DataSource, { home, cache }: DataFolders): string | undefined {
  for (const root of [home, cache]) {
    if (root === undefined) continue;
    for (const name of [source.name, ...source.alsoIn]) {
      const folder = join(root, name);
      if (source.layout === "idx" ? findIdx(folder) !== undefined : existsSync(folder)) return folder;
    }
  }
  return undefined;
}

function locateArchive(source: DataSource, { home, cache }: DataFolders): string | undefined {
  return (home === undefined ? undefined : findArchive(source, home)) ?? findArchive(source, cache);
}

async function obtainArchive(
  source: DataSource,
  folders: DataFolders,
  options: UntarOptions,
): Promise<string> {
  const found = locateArchive(source, folders);
  if (found !== undefined) return found;
  const [file] = source.files;
  const path = join(folders.cache, "archives", file!.name);
  await downloadFile(file!, path, options);
  return path;
}

/** Fetches each file into a folder that gets its name once all are there. */
async function fetchInto(folder: string, source: DataSource, options: UntarOptions): Promise<void> {
  const staging = `${folder}.fetching`;
  try {
    mkdirSync(staging, { recursive: true });
    for (const file of source.files) {
      const path = join(staging, file.name);
      if (!existsSync(path)) await downloadFile(file, path, options);
    }
    for (const name of readdirSync(staging)) {
      if (name.endsWith(".partial")) rmSync(join(staging, name), { recursive: true, force: true });
    }
    if (existsSync(folder) && findIdx(folder) === undefined) rmSync(folder, { recursive: true });
    renameSync(staging, folder);
  } catch (cause) {
    if (existsSync(staging) && readdirSync(staging).length === 0) rmSync(staging, { recursive: true });
    throw options.signal?.aborted ? cause : fileSystemError(cause, dirname(folder), "a folder to write");
  }
}

function refuseOffline(source: DataSource, { home, cache }: DataFolders, { offline }: UntarOptions): void {
  if (!offline) return;
  throw new DataError({
    operation: source.name,
    got: `nothing in ${[...new Set([home ?? cache, cache])].join(" or ")}, and the network is not to be asked`,
    expected: source.files.map(({ name }) => name).join(", "),
    hint: `Put it there, set MNIST_HOME to where it is, or let the network be asked: mnist data get ${source.name}.`,
  });
}
