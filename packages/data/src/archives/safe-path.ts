import { FileError } from "../file-error.js";

/**
 * The path of an archive's entry as folders and a name, if it stays inside the folder that it is unpacked into.
 * Backslashes, as Windows' archivers write them, part folders too; control characters become "?".
 * @throws FileError on an absolute path, a drive, or `..`.
 */
export function safePath(path: string, file: string, offset: number): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  const isAbsolute = /^([\\/]|[a-z]:[\\/])/i.test(path);
  if (isAbsolute || parts.includes("..") || path.length > 4096) {
    throw new FileError({
      file,
      offset,
      got: `an entry named ${JSON.stringify(path.slice(0, 200))}`,
      expected: "a path that stays inside the folder",
      hint: "The archive may be hostile: nothing of it was kept.",
    });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
  return parts.join("/").replace(/[\u0000-\u001f\u007f]/g, "?");
}

/** Whether a path can be written on Windows, where some characters and names mean something else. */
export function isWindowsPath(path: string): boolean {
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
  return path.split("/").every((part) => !/[<>:"|?*]|[. ]$/.test(part) && !reserved.test(part));
}
