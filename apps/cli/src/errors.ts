import { MnistError } from "@mnist/tensor";
import pc from "picocolors";

/** A command line that cannot be understood; exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "is not a folder",
  ENOSPC: "no space left on the device",
};

/** What to tell a person about an error that is no bug of ours; null for one that is. */
function explain(error: unknown): string | null {
  if (error instanceof UsageError || error instanceof MnistError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : systemErrors[code];
  return reason === undefined ? null : `${path ?? "file"}: ${reason}`;
}

/** commander's complaint in one line of our own. */
export function errorLine(text: string): string {
  const complaint = text
    .trim()
    .replace(/^error: /, "")
    .replaceAll("\n", " ");
  return `${pc.red("error")} ${complaint}${/[.)]$/.test(complaint) ? "" : "."} Try mnist --help.\n`;
}

/** Prints one clear line on standard error and answers the exit status: 2 for usage, 1 for the rest. */
export function report(error: unknown): number {
  const message = explain(error);
  if (message !== null) console.error(`${pc.red("error")} ${message}`);
  else console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  return error instanceof UsageError ? 2 : 1;
}
