import { FileError } from "../file-error.js";

/**
 * The path of an archive's entry as folders and a name, if it stays inside the folder it is unpacked into.
 * @throws FileError on an absolute path, `..`, a drive, a backslash or a control character.
 */
export function safePath(path: string, file: string, offset: number): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (path.startsWith("/") || parts.includes("..") || /[\\:\u0000-\u001f]/.test(path) || path.length > 4096) {
    throw new FileError({
      file,
      offset,
      got: `an entry named ${JSON.stringify(path.slice(0, 200))}`,
      expected: "a path that stays inside the folder",
      hint: "The archive may be hostile: nothing of it was kept.",
    });
  }
  return parts.join("/");
}
