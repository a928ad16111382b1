import { FileError } from "../file-error.js";

/**
 * The path of an archive's entry as folders and a name, if it stays inside the folder that it is unpacked into.
 * Backslashes part folders where they are `separators`, as Windows' archivers write them; control characters become their
 * pictures (U+2400 on), so that no two names become one.
 * @throws FileError on an absolute path, a drive, or `..`.
 */
export function safePath(path: string, file: string, offset: number, separators = /\//): string {
  const parts = path.split(separators).filter((part) => part !== "" && part !== ".");
  const isAbsolute = /^([\\/]|[a-z]:[\\/])/i.test(path);
  if (isAbsolute || path.split(/[\\/]/).includes("..") || path.length > 4096) {
    throw new FileError({
      file,
      offset,
      got: `an entry named ${JSON.stringify(path.slice(0, 200))}`,
      expected: "a path that stays inside the folder",
      hint: "The archive may be hostile: nothing of it was kept.",
    });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
  return parts.join("/").replace(/[\u0000-\u001f\u007f]/g, (control) => {
    return String.fromCharCode(control === "\u007f" ? 0x2421 : 0x2400 + control.charCodeAt(0));
  });
}

/** Whether a path can be written on Windows, where some characters and names mean something else. */
export function isWindowsPath(path: string): boolean {
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
  return path.split("/").every((part) => !/[<>:"|?*\\]|[. ]$/.test(part) && !reserved.test(part));
}
